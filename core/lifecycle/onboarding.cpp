#include "core/lifecycle/onboarding.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/lifecycle/told.h"

namespace twinline {
namespace {

constexpr std::array<std::string_view, onboarding_step_count> step_names = {"choose_way",
                                                                            "check_eligibility",
                                                                            "enable",
                                                                            "storage_region",
                                                                            "contact_details",
                                                                            "share_chats",
                                                                            "continue_with_meta",
                                                                            "business_portfolio",
                                                                            "number",
                                                                            "scan_or_code",
                                                                            "time_zone",
                                                                            "exchange_code",
                                                                            "subscribe",
                                                                            "find_number",
                                                                            "choose_number",
                                                                            "registration",
                                                                            "sync",
                                                                            "live"};
constexpr std::array<std::string_view, 5> call_names = {"exchange_code", "subscribe_app", "list_numbers", "read_number",
                                                        "register_number"};

auto all(const Stated& stated) { return std::tie(stated.at, stated.value); }
auto all(const FoundNumber& found) {
  return std::tie(found.at, found.phone, found.name, found.coexists, found.on_app, found.platform);
}

bool is_done(const MetaCall& call) { return call.answer && call.answer->outcome == Outcome::done; }

bool less(const CallAnswer& left, const CallAnswer& right) {
  const auto rank = [](const CallAnswer& answer) {
    return std::make_tuple(answer.outcome == Outcome::done, answer.at, answer.outcome, answer.again, answer.code,
                           answer.subcode);
  };
  const auto words = [](const CallAnswer& answer) {
    return std::tie(answer.title, answer.details, answer.trace, answer.action);
  };
  if (rank(left) != rank(right)) return rank(left) < rank(right);
  return words(left) < words(right);
}

void keep_earliest(std::optional<std::int64_t>& mine, const std::optional<std::int64_t>& theirs) {
  if (theirs && (!mine || *theirs < *mine)) mine = theirs;
}

void join(MetaCall& mine, const MetaCall& theirs) {
  keep_earliest(mine.first_asked_at, theirs.first_asked_at);
  mine.asked_at = std::max(mine.asked_at, theirs.asked_at);
  if (theirs.answer && (!mine.answer || less(*mine.answer, *theirs.answer))) mine.answer = theirs.answer;
}

template <class Key, class Value>
void keep_greatest(std::map<Key, Value>& mine, const std::map<Key, Value>& theirs) {
  for (const auto& [key, value] : theirs) {
    Value& held = mine.try_emplace(key, value).first->second;
    if (all(held) < all(value)) held = value;
  }
}

// What a person told for find_number where Meta's window told no account.
std::string told_member(const Onboarding& onboarding, std::string_view member) {
  const Stated* told = onboarding.told_for(OnboardingStep::find_number);
  return told == nullptr ? std::string() : member_of_told(told->value, member);
}

// An earlier twinline did not note which number a call was about: the one that was chosen then.
const MetaCall* call_without_number(const Onboarding& onboarding, std::int64_t code_at, OnboardingCall wanted) {
  const auto entry = onboarding.calls.find({code_at, wanted});
  if (entry == onboarding.calls.end()) return nullptr;
  const MetaCall& call = entry->second;
  const Stated* chosen = onboarding.told_for(OnboardingStep::choose_number);
  return chosen != nullptr && chosen->at > call.asked_at ? nullptr : &call;
}

}  // namespace

bool operator<(const CallKey& left, const CallKey& right) {
  const auto all_of = [](const CallKey& key) { return std::tie(key.code_at, key.call, key.number); };
  return all_of(left) < all_of(right);
}

bool is_about_number(OnboardingCall call) {
  return call == OnboardingCall::read_number || call == OnboardingCall::register_number;
}

const Stated* Onboarding::told_for(OnboardingStep step) const {
  const auto entry = told.find(step);
  return entry == told.end() || entry->second.value == "null" ? nullptr : &entry->second;
}

std::optional<Way> Onboarding::way() const {
  const Stated* stated = told_for(OnboardingStep::choose_way);
  if (stated == nullptr) return {};
  return stated->value == "\"cloud_api\"" ? Way::cloud_api : Way::coexistence;
}

const SignupEvent* Onboarding::finish() const {
  const auto last = std::find_if(signup.rbegin(), signup.rend(),
                                 [](const SignupEvent& event) { return event.kind == SignupKind::finish; });
  return last == signup.rend() ? nullptr : &*last;
}

std::string Onboarding::waba() const {
  const SignupEvent* finished = finish();
  if (finished != nullptr && !finished->waba.empty()) return finished->waba;
  return told_member(*this, "waba");
}

std::optional<std::int64_t> Onboarding::current_code() const {
  std::optional<std::int64_t> exchanged;
  for (const auto& [key, call] : calls) {
    const bool done = key.call == OnboardingCall::exchange_code && is_done(call);
    if (done) exchanged = std::max(exchanged, std::optional<std::int64_t>(key.code_at));
  }
  return exchanged ? exchanged : code_at;
}

std::optional<CallKey> Onboarding::key_of(OnboardingCall wanted) const {
  const std::optional<std::int64_t> code = wanted == OnboardingCall::exchange_code ? code_at : current_code();
  if (!code) return {};
  return CallKey{*code, wanted, is_about_number(wanted) ? number() : std::string()};
}

const MetaCall* Onboarding::call(OnboardingCall wanted) const {
  const std::optional<std::int64_t> code = current_code();
  if (!code) return nullptr;
  const auto entry = calls.find({*code, wanted, is_about_number(wanted) ? number() : std::string()});
  if (entry != calls.end()) return &entry->second;
  return is_about_number(wanted) ? call_without_number(*this, *code, wanted) : nullptr;
}

bool Onboarding::done(OnboardingCall wanted) const {
  const MetaCall* asked = call(wanted);
  return asked != nullptr && is_done(*asked);
}

std::string Onboarding::number() const {
  if (const Stated* chosen = told_for(OnboardingStep::choose_number)) return text_of_told(chosen->value);
  const SignupEvent* finished = finish();
  if (finished != nullptr && !finished->phone_number_id.empty()) return finished->phone_number_id;
  if (std::string id = told_member(*this, "phone_number_id"); !id.empty()) return id;
  const std::vector<std::string> fitting = fitting_numbers();
  return fitting.size() == 1 ? fitting.front() : std::string();
}

std::vector<std::string> Onboarding::fitting_numbers() const {
  // A number that Meta says is not on the app is not the one that was brought along.
  const bool on_app = way().value_or(Way::coexistence) == Way::coexistence;
  std::vector<std::string> fitting;
  for (const auto& [id, number] : found) {
    const bool connected_on_app = number.coexists.value_or(on_app);
    const bool fits = on_app ? connected_on_app : !connected_on_app && !number.on_app.value_or(false);
    if (fits) fitting.push_back(id);
  }
  return fitting;
}

const FoundNumber* Onboarding::found_number() const {
  const auto entry = found.find(number());
  return entry == found.end() ? nullptr : &entry->second;
}

bool join(Onboarding& onboarding, const Onboarding& fact) {
  const Onboarding before = onboarding;
  keep_earliest(onboarding.created_at, fact.created_at);
  onboarding.app = std::max(onboarding.app, fact.app);
  keep_greatest(onboarding.told, fact.told);
  onboarding.signup.insert(fact.signup.begin(), fact.signup.end());
  onboarding.code_at = std::max(onboarding.code_at, fact.code_at);
  for (const auto& [key, theirs] : fact.calls) join(onboarding.calls[key], theirs);
  keep_greatest(onboarding.found, fact.found);
  return !(onboarding == before);
}

namespace {

// By us, or by somebody before us, as Meta tells.
std::optional<std::int64_t> registered_at(const Onboarding& onboarding) {
  if (onboarding.done(OnboardingCall::register_number)) {
    return onboarding.call(OnboardingCall::register_number)->answer->at;
  }
  const FoundNumber* found = onboarding.found_number();
  const bool registered = found != nullptr && found->on_app == false && found->platform == "CLOUD_API";
  return registered ? std::optional<std::int64_t>(found->at) : std::nullopt;
}

}  // namespace

NumberState number_state_of(const Onboarding& onboarding) {
  NumberState state;
  if (!onboarding.done(OnboardingCall::exchange_code)) return state;
  const std::int64_t onboarded_at = *onboarding.current_code();
  state.signup_at = onboarding.created_at;
  state.onboarded_at = onboarded_at;
  if (onboarding.way() == Way::cloud_api) {
    state.cloud_api_at = onboarded_at;
    state.registered_at = registered_at(onboarding);
  }
  if (onboarding.done(OnboardingCall::subscribe_app)) {
    state.subscribed_at = onboarding.call(OnboardingCall::subscribe_app)->answer->at;
  }
  return state;
}

std::string_view to_string(Way way) { return way == Way::coexistence ? "coexistence" : "cloud_api"; }

std::string_view to_string(OnboardingStep step) { return step_names[static_cast<std::size_t>(step)]; }

std::string_view to_string(OnboardingCall call) { return call_names[static_cast<std::size_t>(call)]; }

std::optional<OnboardingStep> parse_onboarding_step(std::string_view text) {
  const auto found = std::find(step_names.begin(), step_names.end(), text);
  if (found == step_names.end()) return {};
  return static_cast<OnboardingStep>(found - step_names.begin());
}

std::optional<OnboardingCall> parse_onboarding_call(std::string_view text) {
  const auto found = std::find(call_names.begin(), call_names.end(), text);
  if (found == call_names.end()) return {};
  return static_cast<OnboardingCall>(found - call_names.begin());
}

}  // namespace twinline
