// Carries out what the core wants for each app: the calls that bring it live and those that keep its life known.
//
// One thread asks the core, app by app, when something was told or a deadline comes; the calls themselves are errands of
// GraphCalls, one at a time for an app. Each is journalled before its first byte and settled after its answer. What a
// call means, which is next and whether one may be repeated is the core's affair. The calls themselves are in
// attempt_calls.cpp and number_calls.cpp.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "core/graph/answers.h"
#include "core/lifecycle/next_step.h"
#include "core/lifecycle/onboarding_step.h"
#include "native/going_live/affairs.h"
#include "native/going_live/graph_calls.h"
#include "native/going_live/preflight.h"
#include "native/going_live/secrets.h"
#include "native/going_live/settings.h"

namespace twinline {

class GoingLive {
 public:
  using Log = std::function<void(const std::string&)>;

  // Everything given by reference must outlive it. Asks Meta for nothing by itself before start().
  GoingLive(const GoingLiveSettings& settings, Affairs& affairs, Journal& journal, Log problem);
  ~GoingLive();  // stops
  GoingLive(const GoingLive&) = delete;
  GoingLive& operator=(const GoingLive&) = delete;

  void start();
  void stop();

  // Something was told about these apps.
  void look_at(const std::vector<std::string>& apps);
  // The code that Meta's window handed over; the exchange begins at once. The PIN that a person entered for a number of the
  // Cloud API alone. Each gives the reason why nobody wants it; empty where it was taken.
  Stored<std::string> take_code(const std::string& attempt, std::string code);
  Stored<std::string> take_pin(const std::string& attempt, std::string pin);

  // What became of a sync that a person asked for.
  struct SyncOutcome {
    enum class Kind { accepted, not_now, refused, unknown } kind = Kind::not_now;
    std::string text{};                 // why not
    std::string request_id{};           // where it was accepted
    std::optional<GraphError> error{};  // where Meta refused
  };
  void sync(const std::string& app, SyncType type, std::function<void(SyncOutcome)> done);
  void preflight(const std::string& app, std::function<void(std::vector<PreflightCheck>)> done);
  // Another call with the app's token. Nothing where there is none.
  void call(const std::string& app, const std::function<Request(const GraphApi&)>& make,
            std::function<void(std::optional<Answer>)> done);

  // A change that a person makes at Meta: an intent of the number, noted before the first byte and settled after the answer.
  // `what` says in a few words what is changed. Never repeated by itself.
  struct ChangeKind {
    std::string_view name;  // "change_profile", …
    std::string what;
  };
  enum class Called { no_token, not_noted, not_sent, answered };
  void change(const KnownNumber& number, const ChangeKind& kind, const std::function<Request(const GraphApi&)>& make,
              std::function<void(Called, const Answer&)> done);

  OnboardingView view(const Attempt& attempt) const;
  // The last preflight that stood in the way of a sync; empty where none does.
  std::optional<PreflightCheck> obstacle(const std::string& app) const;
  const GoingLiveSettings& settings() const { return settings_; }
  static std::int64_t now_s();

 private:
  void work();
  // When to look at the app again.
  std::int64_t step(const std::string& app);
  std::pair<std::optional<Attempt>, OnboardingView> look(const std::string& app);
  std::optional<std::int64_t> note_shown(const KnownNumber& number, std::int64_t now);
  std::string why_replaced(const Attempt& attempt) const;
  bool take(const std::string& app);  // false: another call of the app is on its way
  enum class Ended { taught, fruitless, not_begun };
  void finish(const std::string& app, Ended ended);

  void call_for_attempt(const Attempt& attempt, OnboardingCall call);
  Ended call_now(const std::string& attempt, const CallKey& key, HttpClient& client);
  struct BegunCall {
    Attempt attempt;
    Request request;
    StoredIntent noted;
    std::int64_t asked_at = 0;
    std::string secret;
  };
  // Noted and about to be sent; else how it ended: something else was told meanwhile, or it could not be noted.
  std::variant<BegunCall, Ended> begin_call(const std::string& attempt, const CallKey& key);
  void call_for_number(const KnownNumber& number, Want want);
  Result<Request> request_for(const Attempt& attempt, OnboardingCall call, const GraphApi& api,
                              const std::string& secret) const;
  struct ReadAnswer {
    Affairs::Taught taught;
    Outcome outcome = Outcome::unknown;
  };
  ReadAnswer read(const Attempt& attempt, const CallKey& key, std::int64_t at_s, const Answer& answer,
                  HttpClient& client) const;
  GraphReply<NumberList> all_pages(const Attempt& attempt, GraphReply<NumberList> all, HttpClient& client) const;
  SyncOutcome ask_for_sync(const KnownNumber& number, SyncType type, HttpClient& client);
  Ended read(const KnownNumber& number, HttpClient& client);
  Ended subscribe(const KnownNumber& number, HttpClient& client);

  StoredIntent intent(const std::string& owner, std::string_view kind, const Request& request) const;
  bool begin(const StoredIntent& intent, const Affairs::Taught& taught);
  void settle(StoredIntent intent, Outcome outcome, const Affairs::Taught& taught);

  GraphApi api_of(const std::string& app) const;
  std::int64_t time_in(const std::map<std::string, std::int64_t>& times, const std::string& app) const;

  const GoingLiveSettings& settings_;
  Affairs& affairs_;
  Journal& journal_;
  Log problem_;

  // Held while something secret is handed over, and while it is looked which of it is still wanted. Taken before mutex_.
  std::mutex telling_;
  Secrets secrets_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::int64_t> due_;  // when to look at an app, if nothing is told before
  std::set<std::string> busy_;               // apps with a call on its way
  std::map<std::string, std::int64_t> store_failed_until_;
  std::map<std::string, int> fruitless_;  // calls about the app's number that taught nothing, in a row
  std::map<std::string, std::int64_t> fruitless_until_;
  std::map<std::string, PreflightCheck> obstacles_;
  bool stopping_ = false;
  std::thread thread_;
  GraphCalls calls_;  // ends first: its errands use all of the above
};

}  // namespace twinline
