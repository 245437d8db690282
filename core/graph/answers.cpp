#include "core/graph/answers.h"

#include <algorithm>
#include <string_view>

#include "core/graph/reply.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

std::string text_of(const JsonValue& object, std::string_view member) {
  const JsonValue* value = object.find(member);
  const bool scalar =
      value != nullptr && (value->kind == JsonValue::Kind::string || value->kind == JsonValue::Kind::number);
  return scalar ? value->text : std::string();
}

std::optional<bool> yes_no_of(const JsonValue& object, std::string_view member) {
  const JsonValue* value = object.find(member);
  if (value == nullptr || (value->text != "true" && value->text != "false")) return {};
  return value->text == "true";
}

NumberInfo number_info(const JsonValue& object) {
  NumberInfo info;
  info.id = text_of(object, "id");
  info.phone = text_of(object, "display_phone_number");
  info.name = text_of(object, "verified_name");
  info.quality = text_of(object, "quality_rating");
  info.limit = text_of(object, "whatsapp_business_manager_messaging_limit");
  info.platform_type = text_of(object, "platform_type");
  info.is_on_biz_app = yes_no_of(object, "is_on_biz_app");
  return info;
}

const JsonValue* data_of(const JsonValue& body) {
  const JsonValue* data = body.find("data");
  return data != nullptr && data->kind == JsonValue::Kind::array ? data : nullptr;
}

// A field is a name, or an object with a name and a version.
std::string field_name(const JsonValue& field) {
  return field.kind == JsonValue::Kind::string ? field.text : text_of(field, "name");
}

}  // namespace

std::optional<bool> NumberInfo::coexists() const {
  if (!is_on_biz_app) return {};
  if (!*is_on_biz_app) return false;
  if (platform_type.empty()) return {};
  return platform_type == "CLOUD_API";
}

GraphReply<Succeeded> read_done(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<Succeeded>(answer, policy, day, [](const JsonValue& body) -> std::optional<Succeeded> {
    if (yes_no_of(body, "success") != true) return {};
    return Succeeded{};
  });
}

GraphReply<SyncAccepted> read_sync_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<SyncAccepted>(answer, policy, day, [](const JsonValue& body) -> std::optional<SyncAccepted> {
    // Providers put Meta's answer into `data`.
    const JsonValue* inner = body.find("data");
    const JsonValue& answered = inner != nullptr && inner->kind == JsonValue::Kind::object ? *inner : body;
    const std::string request_id = text_of(answered, "request_id");
    const bool accepted = !request_id.empty() || yes_no_of(answered, "success") == true;
    return accepted ? std::optional<SyncAccepted>(SyncAccepted{request_id}) : std::nullopt;
  });
}

GraphReply<NumberInfo> read_number_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<NumberInfo>(answer, policy, day, [](const JsonValue& body) -> std::optional<NumberInfo> {
    NumberInfo info = number_info(body);
    if (info.id.empty()) return {};
    return info;
  });
}

GraphReply<NumberList> read_numbers_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<NumberList>(answer, policy, day, [](const JsonValue& body) -> std::optional<NumberList> {
    const JsonValue* data = data_of(body);
    if (data == nullptr) return {};
    NumberList list;
    for (const JsonValue& entry : data->children) {
      NumberInfo info = number_info(entry);
      if (!info.id.empty()) list.numbers.push_back(std::move(info));
    }
    // Meta names a cursor on the last page too; only `next` says that there is more.
    const JsonValue* after = body.find({"paging", "cursors", "after"});
    if (body.find({"paging", "next"}) != nullptr && after != nullptr) list.after = after->text;
    return list;
  });
}

GraphReply<Subscriptions> read_subscriptions_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<Subscriptions>(answer, policy, day, [](const JsonValue& body) -> std::optional<Subscriptions> {
    const JsonValue* data = data_of(body);
    if (data == nullptr) return {};
    Subscriptions subscriptions;
    for (const JsonValue& entry : data->children) {
      if (text_of(entry, "object") != "whatsapp_business_account") continue;
      if (yes_no_of(entry, "active") == false) continue;
      subscriptions.callback_url = text_of(entry, "callback_url");
      const JsonValue* fields = entry.find("fields");
      if (fields == nullptr) continue;
      for (const JsonValue& field : fields->children) subscriptions.fields.push_back(field_name(field));
    }
    std::sort(subscriptions.fields.begin(), subscriptions.fields.end());
    return subscriptions;
  });
}

GraphReply<Token> read_token_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<Token>(answer, policy, day, [](const JsonValue& body) -> std::optional<Token> {
    std::string token = text_of(body, "access_token");
    if (token.empty()) return {};
    return Token{std::move(token)};
  });
}

}  // namespace twinline
