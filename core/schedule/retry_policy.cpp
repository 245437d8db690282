#include "core/schedule/retry_policy.h"

#include <algorithm>
#include <array>

namespace twinline {

namespace {

constexpr std::string_view codes_page = "Meta, Cloud API error codes (copies of 2025-12-15 and 2026-03-12)";
constexpr std::string_view pair_page = "Meta, About the platform: pair rate limit, 4^X s, X from 0 (copy of 2025-12-15)";
constexpr std::string_view sync_page = "Meta, Onboarding WhatsApp Business app users, read 2026-09-11";
constexpr std::string_view users_page = "Meta, Business-scoped user IDs (changelog to 2026-06-29)";
constexpr std::string_view changes_page = "Meta, Changelog, updated 2026-08-11";

constexpr RetryRule retry(std::int32_t code, TimeMs first, std::int32_t factor, TimeMs longest, std::int32_t jitter,
                          unsigned attempts, bool slows, std::string_view meaning, std::string_view source) {
  return {code, code, RetryAction::retry, first, factor, longest, jitter, attempts, slows, false, meaning, source};
}
constexpr RetryRule stop(std::int32_t code, std::string_view meaning) {
  return {code, code, RetryAction::stop, 0, 1, 0, 0, 1, false, true, meaning, codes_page};
}
constexpr RetryRule give_up(std::int32_t code, std::string_view meaning, std::string_view source = codes_page) {
  return {code, code, RetryAction::give_up, 0, 1, 0, 0, 1, false, false, meaning, source};
}
constexpr RetryRule give_up_and_alert(std::int32_t first, std::int32_t last, std::string_view meaning) {
  return {first, last, RetryAction::give_up, 0, 1, 0, 0, 1, false, true, meaning, codes_page};
}

// Sorted by code.
constexpr auto rules = std::to_array<RetryRule>({
    stop(0, "the access token is not valid"),
    retry(1, 2'000, 2, 300'000, 50, 6, false, "unknown error at Meta", codes_page),
    retry(2, 2'000, 2, 300'000, 50, 6, false, "temporarily unavailable", codes_page),
    give_up_and_alert(3, 3, "the app may not make this call"),
    retry(4, 30'000, 2, 900'000, 50, 8, false, "the app's call limit is reached", codes_page),
    give_up_and_alert(10, 10, "permission missing"),
    give_up(100, "a parameter is wrong"),
    stop(190, "the access token has expired"),
    give_up_and_alert(200, 299, "permission missing"),
    stop(368, "blocked for violating a policy"),
    retry(80007, 30'000, 2, 900'000, 50, 8, false, "the account's call limit is reached", codes_page),
    retry(130429, 1'000, 2, 60'000, 50, 10, true, "the number's throughput is reached", codes_page),
    give_up(130472, "the user is part of an experiment"),
    stop(130497, "blocked in the user's country"),
    retry(131000, 2'000, 2, 300'000, 50, 6, false, "something went wrong at Meta", codes_page),
    give_up(131008, "a parameter is missing"),
    give_up(131009, "a parameter's value is wrong"),
    retry(131016, 2'000, 2, 300'000, 50, 6, false, "service unavailable", codes_page),
    give_up(131021, "recipient and sender are the same"),
    give_up(131026, "the message cannot be delivered to this user"),
    stop(131031, "the account is locked"),
    give_up_and_alert(131042, 131042, "a payment problem"),
    give_up(131047, "more than 24 hours since the user's last message, send a template"),
    stop(131048, "too many messages were reported as spam"),
    give_up(131049, "held back to keep the ecosystem healthy, wait 24 hours or more"),
    give_up(131050, "the user opted out of marketing messages"),
    give_up(131051, "this type of message is not supported"),
    give_up(131052, "the medium could not be downloaded, fetch it again"),
    give_up(131053, "the medium could not be uploaded, upload it again"),
    retry(131056, 1'000, 4, 4'096'000, 0, 8, false, "too many messages to this user", pair_page),
    retry(131057, 5'000, 2, 60'000, 50, 8, false, "the number is being upgraded", codes_page),
    give_up(131060, "this message is not available, look in the app", sync_page),
    give_up(131062, "this type needs the user's phone number", users_page),
    give_up(131064, "the template violates a rule", changes_page),
    retry(133004, 2'000, 2, 300'000, 50, 6, false, "server temporarily unavailable", codes_page),
    give_up_and_alert(133010, 133010, "the number is not registered"),
    give_up(133016, "too many tries to register the number"),
    give_up(2593107, "sync was asked for more than once", sync_page),
    give_up(2593108, "sync was asked for outside its 24 hours", sync_page),
    give_up(2593109, "history sharing was declined", sync_page),
});

constexpr RetryRule unknown_code = give_up(-1, "an error that is not known here");

constexpr RetryRule connection =
    retry(-1, 1'000, 2, 60'000, 50, 20, false, "no connection to Meta", "ours: no byte was written");

}  // namespace

std::span<const RetryRule> retry_rules() { return rules; }

const RetryRule& retry_rule(std::int32_t code) {
  const auto found = std::lower_bound(rules.begin(), rules.end(), code,
                                      [](const RetryRule& rule, std::int32_t wanted) { return rule.last_code < wanted; });
  return found != rules.end() && found->first_code <= code ? *found : unknown_code;
}

const RetryRule& connection_rule() { return connection; }

TimeMs retry_delay_ms(const RetryRule& rule, unsigned attempt) {
  TimeMs delay = rule.first_delay_ms;
  for (unsigned i = 1; i < attempt && delay < rule.longest_delay_ms; ++i) delay *= rule.factor;
  return std::min(delay, rule.longest_delay_ms);
}

}  // namespace twinline
