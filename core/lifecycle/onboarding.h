// What is known about one attempt to bring a business live, as registers that only ever join.
//
// A fact is an Onboarding with few registers set; `join` is commutative, associative and idempotent, as for NumberState,
// so facts may be appended, repeated, reordered and merged. A host stores facts (write_fact in onboarding_json.h), never
// states. What the registers mean at a given time is asked of next_step_of (onboarding_step.h). No code, no PIN and no
// token is ever in here. Times are Unix seconds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/graph/answers.h"
#include "core/graph/signup.h"
#include "core/intent.h"
#include "core/lifecycle/number_state.h"
#include "core/result.h"

namespace twinline {

enum class Way : std::uint8_t { coexistence, cloud_api };

// The steps of the wizard, in their order. From continue_with_meta to time_zone a person is in Meta's window.
enum class OnboardingStep : std::uint8_t {
  choose_way,
  check_eligibility,
  enable,
  storage_region,
  contact_details,
  share_chats,
  continue_with_meta,
  business_portfolio,
  number,
  scan_or_code,
  time_zone,
  exchange_code,
  subscribe,
  find_number,
  choose_number,
  registration,
  sync,
  live,
};
inline constexpr std::size_t onboarding_step_count = 18;

// The calls to Meta that belong to an onboarding; those about the number's life are Want (next_step.h).
enum class OnboardingCall : std::uint8_t { exchange_code, subscribe_app, list_numbers, read_number, register_number };

struct CallAnswer {
  Outcome outcome = Outcome::unknown;
  std::int64_t at = 0;
  bool again = false;  // repeating it may help
  std::int64_t code = 0;
  std::int64_t subcode = 0;
  std::string title;  // Meta's words
  std::string details;
  std::string trace;   // fbtrace_id, to quote to Meta's support
  std::string action;  // the policy's advice
  bool operator==(const CallAnswer&) const = default;
};

// One that was done counts before any refusal; else the latest.
struct MetaCall {
  std::optional<std::int64_t> first_asked_at;
  std::optional<std::int64_t> asked_at;  // latest
  std::optional<CallAnswer> answer;
  bool operator==(const MetaCall&) const = default;
};

// A number under the account, as Meta listed it; the latest answer counts.
struct FoundNumber {
  std::int64_t at = 0;
  std::string phone;
  std::string name;
  std::optional<bool> coexists;
  std::optional<bool> on_app;  // of a phone, connected or not
  std::string platform;        // CLOUD_API where it is registered there
  bool operator==(const FoundNumber&) const = default;
};

// Which call: the signup it belongs to, by the time of its code, and which number it is about. Another number of the same
// account has calls of its own.
struct CallKey {
  std::int64_t code_at = 0;
  OnboardingCall call = OnboardingCall::exchange_code;
  std::string number{};  // phone_number_id; empty where the call is about none (is_about_number)
  bool operator==(const CallKey&) const = default;
};
bool operator<(const CallKey& left, const CallKey& right);
bool is_about_number(OnboardingCall call);

struct Onboarding {
  std::optional<std::int64_t> created_at;    // earliest
  std::string app;                           // whose it is; never changes
  std::map<OnboardingStep, Stated> told;     // by a person: JSON values, the latest counts; "null" takes back
  std::set<SignupEvent> signup;              // what Meta's window said
  std::optional<std::int64_t> code_at;       // latest: Meta's window handed over a code
  std::map<CallKey, MetaCall> calls;         // what was asked of Meta
  std::map<std::string, FoundNumber> found;  // by phone_number_id

  // What a person told for a step, as JSON; nothing where it was not told or taken back.
  const Stated* told_for(OnboardingStep step) const;
  std::optional<Way> way() const;

  const SignupEvent* finish() const;  // the latest
  std::string waba() const;           // by the finish event, else as a person told; empty where unknown
  // The code that counts: the latest that was exchanged, else the latest handed over.
  std::optional<std::int64_t> current_code() const;
  // The key that a call made now would have; nothing before there is a code. An exchange is of the latest code.
  std::optional<CallKey> key_of(OnboardingCall call) const;
  // Of the code that counts, and of the number below; else of the call that an earlier twinline noted without a number.
  const MetaCall* call(OnboardingCall call) const;
  bool done(OnboardingCall call) const;

  // phone_number_id: chosen by a person, else named by Meta, else told with the account, else the only one that fits; empty
  // where none is.
  std::string number() const;
  std::vector<std::string> fitting_numbers() const;  // of those found: on the app, or not, as the way wants it
  const FoundNumber* found_number() const;           // the one above, as Meta tells it

  bool operator==(const Onboarding&) const = default;
};

// Adds what `fact` knows; true when that changed something.
bool join(Onboarding& onboarding, const Onboarding& fact);

// Facts. `told_fact` checks a person's value for a step: JSON, an error in words where it makes no sense there. A step
// that nobody tells (exchange_code, sync, live) is refused; `true` for subscribe and find_number asks to try again, a number
// for registration says that its PIN was handed over: the PIN itself is in no fact.
Onboarding created_fact(std::string_view app, std::int64_t at_s);
Result<Onboarding> told_fact(OnboardingStep step, std::string_view value_json, std::int64_t at_s);
Onboarding signup_fact(const SignupEvent& event);
Onboarding code_fact(std::int64_t at_s);

// Before the first byte of a call is written, and after its answer. For exchange_code the host has stored the token, in
// the same transaction, when it states that the call is done.
Onboarding asked_fact(const CallKey& key, std::int64_t at_s);
Onboarding answered_fact(const CallKey& key, const CallAnswer& answer);
CallAnswer done_at(std::int64_t at_s);
CallAnswer failed_at(std::int64_t at_s, const GraphError& error);
// The connection failed before a byte of the request was written.
CallAnswer not_sent_at(std::int64_t at_s);

// What the answers to list_numbers and read_number tell, done or not.
Onboarding learned_from(const CallKey& key, const GraphReply<NumberList>& reply, std::int64_t at_s);
Onboarding learned_from(const CallKey& key, const GraphReply<NumberInfo>& reply, std::int64_t at_s);

// What the onboarding tells about the life of its number, as registers to join; none before its code was exchanged.
NumberState number_state_of(const Onboarding& onboarding);

std::string_view to_string(Way way);
std::string_view to_string(OnboardingStep step);
std::string_view to_string(OnboardingCall call);
std::optional<OnboardingStep> parse_onboarding_step(std::string_view text);
std::optional<OnboardingCall> parse_onboarding_call(std::string_view text);

}  // namespace twinline
