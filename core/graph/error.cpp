#include "core/graph/error.h"

#include <algorithm>

#include "core/graph/longest_wait.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

std::string text_of(const JsonValue* value) {
  return value != nullptr && value->kind == JsonValue::Kind::string ? value->text : std::string();
}

std::optional<std::int64_t> number_of(const JsonValue* value) {
  return value == nullptr ? std::optional<std::int64_t>() : value->whole_number();
}

// Graph's `{"error":{…}}`, or the `{"errors":[{…}]}` that webhooks and some answers carry.
const JsonValue* error_object(const JsonValue& body) {
  const JsonValue* error = body.find("error");
  if (error != nullptr && error->kind == JsonValue::Kind::object) return error;
  const JsonValue* errors = body.find("errors");
  const bool list = errors != nullptr && errors->kind == JsonValue::Kind::array && !errors->children.empty();
  return list ? &errors->children.front() : nullptr;
}

void read_words(const JsonValue& object, GraphError& error) {
  error.code = number_of(object.find("code"));
  error.subcode = number_of(object.find("error_subcode"));
  error.title = text_of(object.find("title"));
  if (error.title.empty()) error.title = text_of(object.find("error_user_title"));
  const std::string message = text_of(object.find("message"));
  if (error.title.empty()) error.title = message;
  error.details = text_of(object.find({"error_data", "details"}));
  if (error.details.empty()) error.details = text_of(object.find("error_user_msg"));
  if (error.details.empty() && message != error.title) error.details = message;
  error.trace = text_of(object.find("fbtrace_id"));
}

void advise_by_policy(const ErrorRule& rule, GraphError& error) {
  error.known = true;
  error.advice = rule.advice;
  error.reach = rule.reach;
  error.meaning = rule.meaning;
  error.action = rule.action;
  error.first_wait_ms = rule.first_wait_ms;
  error.factor = rule.factor;
  error.attempts = rule.attempts;
}

void repeat(RetryAdvice advice, Reach reach, GraphError& error) {
  error.advice = advice;
  error.reach = reach;
  error.first_wait_ms = 1000;
  error.factor = 2;
  error.attempts = 6;
}

void advise_by_status(GraphError& error) {
  error.meaning = "An error that no rule knows yet.";
  error.action = "Read Meta's words; quote the trace id to Meta's support.";
  if (error.status == 401 || error.status == 403) {
    error.advice = RetryAdvice::authorise;
    error.reach = Reach::account;
  } else if (error.status == 429) {
    repeat(RetryAdvice::back_off, Reach::number, error);
  } else if (error.status >= 500) {
    repeat(RetryAdvice::retry, Reach::message, error);
  }
}

void advise_unknown(GraphError& error) {
  error.meaning = error.status == 0 ? "No answer came." : "The answer is none of the Graph API's.";
  error.action = "Nobody knows whether the request took effect. Look, or wait for a webhook, before repeating it.";
}

bool says_no(const JsonValue& body) {
  const JsonValue* success = body.find("success");
  return success != nullptr && success->text == "false";
}

}  // namespace

std::optional<GraphError> read_error(const Answer& answer, const Policy& policy, Date day) {
  const Result<JsonValue> body = parse_document(answer.body);
  const bool readable = body && body->kind == JsonValue::Kind::object;
  const JsonValue* object = readable ? error_object(*body) : nullptr;
  const bool success = answer.status >= 200 && answer.status < 300;
  if (success && readable && object == nullptr && !says_no(*body)) return {};

  GraphError error;
  error.status = answer.status;
  if (answer.retry_after_ms) {
    error.retry_after_ms = std::clamp<std::int64_t>(*answer.retry_after_ms, 0, longest_wait_ms);
  }
  if (object != nullptr) read_words(*object, error);
  const bool client_error = answer.status >= 400 && answer.status < 500;
  const bool refused = object != nullptr || client_error || (success && readable);
  error.outcome = refused ? Outcome::refused : Outcome::unknown;
  const ErrorRule* rule = error.code ? policy.error(*error.code, error.subcode, day) : nullptr;
  if (rule != nullptr) {
    advise_by_policy(*rule, error);
  } else if (refused) {
    advise_by_status(error);
  } else {
    advise_unknown(error);
  }
  return error;
}

std::optional<std::int64_t> wait_before(const GraphError& error, std::int64_t repetition) {
  if (repetition < 0 || repetition >= error.attempts) return {};
  std::int64_t wait_ms = error.first_wait_ms;
  for (std::int64_t i = 0; i < repetition && wait_ms < longest_wait_ms; ++i) wait_ms *= error.factor;
  return std::min(std::max(wait_ms, error.retry_after_ms.value_or(0)), longest_wait_ms);
}

std::int64_t particular_code(const GraphError& error) {
  constexpr std::int64_t first_of_sync = 2593100;
  constexpr std::int64_t last_of_sync = 2593199;
  const std::int64_t subcode = error.subcode.value_or(0);
  return subcode >= first_of_sync && subcode <= last_of_sync ? subcode : error.code.value_or(0);
}

}  // namespace twinline
