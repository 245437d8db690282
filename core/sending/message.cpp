#include "core/sending/message.h"

#include <algorithm>
#include <array>

#include "core/decode/phone.h"
#include "core/json/writer.h"
#include "core/policy/document.h"

namespace twinline {
namespace {

constexpr std::size_t preview_bytes = 160;

std::string text_at(const JsonValue& body, std::initializer_list<std::string_view> path) {
  const JsonValue* value = body.find(path);
  const bool scalar =
      value != nullptr && (value->kind == JsonValue::Kind::string || value->kind == JsonValue::Kind::number);
  return scalar ? value->text : std::string();
}

// Never inside a character.
std::string cut(std::string text) {
  if (text.size() <= preview_bytes) return text;
  std::size_t end = preview_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string preview_of(const JsonValue& body, const OutgoingMessage& message) {
  if (message.type == "template") return message.template_name;
  if (message.type == "text") return cut(text_at(body, {"text", "body"}));
  if (message.type == "reaction") return text_at(body, {"reaction", "emoji"});
  for (const std::string_view member : {"caption", "filename", "name", "address"}) {
    if (std::string text = text_at(body, {message.type, member}); !text.empty()) return cut(std::move(text));
  }
  return cut(text_at(body, {message.type, "body", "text"}));
}

Error wrong(std::string place, std::string what) {
  return Error{ErrorCode::bad_value, 0, std::move(place), std::move(what)};
}

}  // namespace

std::string user_of(std::string_view phone_or_user_id) {
  constexpr std::size_t shortest_phone = 5, longest_phone = 17;
  const bool formatted = is_formatted_phone(phone_or_user_id);
  const std::string name = formatted ? phone_digits(phone_or_user_id) : std::string(phone_or_user_id);
  if (is_phone(name)) {
    return name.size() < shortest_phone || name.size() > longest_phone ? std::string() : canonical_name(name);
  }
  // A business-scoped user id: "DE.1234…".
  const bool country = name.size() > 3 && name[2] == '.';
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c != '"' && c < 127; });
  return country && plain ? name : std::string();
}

bool sends_messages(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view last = path.substr(path.rfind('/') + 1);
  return last == "messages" || last == "marketing_messages";
}

Result<OutgoingMessage> read_message(std::string_view body) {
  const Result<JsonValue> document = parse_document(body);
  if (!document) return document.error();
  if (document->kind != JsonValue::Kind::object) return wrong("", "the body must be a JSON object");
  OutgoingMessage message;
  const bool names_nobody = document->find("to") == nullptr && document->find("recipient") == nullptr;
  const bool marks = text_at(*document, {"status"}) == "read" || document->find("typing_indicator") != nullptr;
  if (marks && names_nobody) {
    message.kind = OutgoingMessage::Kind::mark;
    return message;
  }
  message.type = text_at(*document, {"type"});
  if (message.type.empty()) message.type = document->find("template") != nullptr ? "template" : "text";
  message.to = text_at(*document, {"to"});
  const std::string recipient = text_at(*document, {"recipient"});
  if (message.to.empty()) message.to = recipient;
  if (message.to.empty()) return wrong("to", "the parameter to is required");
  if (text_at(*document, {"recipient_type"}) == "group") {
    message.user = "group:" + message.to;
  } else {
    message.user = user_of(message.to);
    // What is no phone may be a name that Meta knows and we do not.
    if (message.user.empty()) message.user = message.to;
  }
  message.template_name = text_at(*document, {"template", "name"});
  message.template_language = text_at(*document, {"template", "language", "code"});
  const JsonValue* const opaque = document->find("biz_opaque_callback_data");
  message.has_opaque = opaque != nullptr;
  if (opaque != nullptr) message.opaque = opaque->text;
  message.is_answer = !text_at(*document, {"context", "message_id"}).empty();
  message.preview = preview_of(*document, message);
  return message;
}

std::string with_opaque(std::string_view body, std::string_view id) {
  const std::size_t inside = body.find('{') + 1;
  const std::size_t next = body.find_first_not_of(" \t\r\n", inside);
  const bool is_empty = next != std::string_view::npos && body[next] == '}';
  std::string with(body.substr(0, inside));
  with += "\"biz_opaque_callback_data\":\"";
  append_escaped(id, with);
  with += is_empty ? "\"" : "\",";
  with += body.substr(inside);
  return with;
}

Lane usual_lane(const OutgoingMessage& message, bool window_is_open, std::string_view template_category) {
  if (message.free_form() || (message.is_answer && window_is_open)) return Lane::reply;
  const auto is_marketing = [](char a, char b) { return (a | 0x20) == b; };
  constexpr std::string_view marketing = "marketing";
  const bool same =
      std::equal(template_category.begin(), template_category.end(), marketing.begin(), marketing.end(), is_marketing);
  return same ? Lane::marketing : Lane::utility;
}

std::string write_template_message(const TemplateMessage& message) {
  std::string body;
  Writer out(body);
  out.begin_object().member("messaging_product", "whatsapp").member("recipient_type", "individual");
  const bool phone = is_phone(message.to) || is_formatted_phone(message.to);
  out.member(phone ? "to" : "recipient", message.to).member("type", "template");
  out.begin_object("template").member("name", message.name);
  out.begin_object("language").member("code", message.language).end_object();
  if (!message.parameters.empty()) {
    out.begin_array("components").begin_object().member("type", "body").begin_array("parameters");
    for (const std::string& text : message.parameters) {
      out.begin_object().member("type", "text").member("text", text).end_object();
    }
    out.end_array().end_object().end_array();
  }
  out.end_object().end_object();
  return body;
}

}  // namespace twinline
