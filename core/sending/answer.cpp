#include "core/sending/answer.h"

#include <array>

#include "core/graph/call.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

// Meta's codes for what an answer without an error body says by its HTTP status alone.
constexpr std::int64_t rate_limit_hit = 130429;
constexpr std::int64_t token_expired = 190;
constexpr std::int64_t no_code = -1;

std::int64_t code_of(const GraphError& error) {
  if (error.code) return *error.code;
  if (error.status == 429) return rate_limit_hit;
  if (error.status == 401) return token_expired;
  return no_code;
}

std::string wamid_in(std::string_view body) {
  const Result<JsonValue> document = parse_document(body);
  if (!document) return {};
  const JsonValue* const messages = document->find("messages");
  if (messages == nullptr || messages->kind != JsonValue::Kind::array || messages->children.empty()) return {};
  const JsonValue* const id = messages->children.front().find("id");
  return id == nullptr ? std::string() : id->text;
}

}  // namespace

SendAnswer read_send_answer(const Answer& answer, const Policy& policy, Date day) {
  SendAnswer read;
  if (const auto error = read_error(answer, policy, day)) {
    read.error = *error;
    if (error->outcome != Outcome::refused) {
      read.result.kind = SendResult::Kind::lost;
      return read;
    }
    read.result.kind = SendResult::Kind::refused;
    read.result.code = code_of(*error);
    read.result.subcode = error->subcode;
    read.result.retry_after_ms = error->retry_after_ms.value_or(0);
    return read;
  }
  read.wamid = wamid_in(answer.body);
  read.result.kind = read.wamid.empty() ? SendResult::Kind::lost : SendResult::Kind::accepted;
  return read;
}

Request send_message(const GraphApi& api, std::string_view number, std::string body) {
  Request request = graph_call(api, "POST", escaped_for_url(number) + "/messages");
  put_json_body(request, std::move(body));
  return request;
}

Request list_templates_named(std::string_view account, std::string_view name) {
  Request request;
  request.method = "GET";
  request.url =
      "/" + escaped_for_url(account) + "/message_templates?fields=name,category&name=" + escaped_for_url(name);
  return request;
}

std::string template_category_in(std::string_view answer_body, std::string_view name) {
  const Result<JsonValue> document = parse_document(answer_body);
  const JsonValue* const list = document ? document->find("data") : nullptr;
  if (list == nullptr) return {};
  // Meta lists those whose names hold this one, too.
  for (const JsonValue& one : list->children) {
    const JsonValue* const named = one.find("name");
    const JsonValue* const category = one.find("category");
    if (named != nullptr && named->text == name && category != nullptr) return category->text;
  }
  return {};
}

DeliveryRank rank_of_status(std::string_view status) {
  constexpr std::array<DeliveryRank, 4> ranks{{{"sent", 1}, {"failed", 2}, {"delivered", 3}, {"read", 4}}};
  if (status == "played") return ranks[3];
  for (const DeliveryRank& one : ranks) {
    if (one.status == status) return one;
  }
  return {};
}

}  // namespace twinline
