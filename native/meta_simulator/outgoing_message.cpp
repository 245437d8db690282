#include "native/meta_simulator/outgoing_message.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/outgoing_content.h"

namespace twinline::simulator {
namespace {

constexpr std::array<std::string_view, 11> types = {"audio",       "contacts", "document", "image",
                                                    "interactive", "location", "reaction", "sticker",
                                                    "template",    "text",     "video"};
constexpr std::size_t opaque_limit = 512;
constexpr std::size_t shortest_phone = 7, longest_phone = 15;

GraphFault required(std::string_view name) {
  return bad_parameter("The parameter " + std::string(name) + " is required.");
}

GraphFault not_among(std::string_view name, std::string_view among, std::string_view got) {
  return bad_parameter("Param " + std::string(name) + " must be one of {" + std::string(among) + "} - got \"" +
                       std::string(got) + "\".");
}

std::string upper_list() {
  std::string list;
  for (const std::string_view type : types) {
    if (!list.empty()) list += ", ";
    for (const char c : type) list += static_cast<char>(c - 'a' + 'A');
  }
  return list;
}

// The digits of a phone as people write it; nothing if it is none.
std::string phone_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view("+-() .").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits.size() < shortest_phone || digits.size() > longest_phone ? std::string() : digits;
}

// "US.1234" and "US.ENT.1234"
bool is_user_id(std::string_view text) {
  const std::size_t point = text.find('.');
  return point == 2 && text.size() > 3 && text.size() <= 140;
}

std::optional<GraphFault> read_recipient(const ReadCall& call, const Business& business, OutgoingMessage& message) {
  const std::string kind = call.text("recipient_type");
  if (!kind.empty() && kind != "individual" && kind != "group") {
    return not_among("recipient_type", "GROUP, INDIVIDUAL", kind);
  }
  message.input = call.text("to");
  if (!message.input.empty()) {
    message.to = phone_of(message.input);
    if (message.to.empty()) return bad_value("Parameter 'to' is no phone number");
    if (message.to == business.phone) {
      return GraphFault{.code = 131021,
                        .message = "(#131021) Recipient cannot be sender",
                        .details = "Sender and recipient phone number is the same"};
    }
    return {};
  }
  message.input = message.to = call.text("recipient");
  message.by_phone = false;
  if (message.to.empty()) return required("to");
  if (!is_user_id(message.to)) return bad_value("Parameter 'recipient' is no business-scoped user id");
  return {};
}

std::optional<GraphFault> context_fault(const ReadCall& call) {
  if (!call.has("context")) return {};
  const Json context = object_of(call.parameters, "context");
  const auto id = context.find("message_id");
  if (!context.is_object() || id == context.end() || !id->is_string()) {
    return missing_parameter("Parameter 'message_id' of 'context' is missing");
  }
  if (!id->get_ref<const std::string&>().starts_with("wamid.")) {
    return bad_value("Parameter 'message_id' of 'context' is no message id");
  }
  return {};
}

}  // namespace

GraphFault missing_parameter(std::string details) {
  return {.code = 131008, .message = "(#131008) Required parameter is missing", .details = std::move(details)};
}

GraphFault bad_value(std::string details) {
  return {.code = 131009, .message = "(#131009) Parameter value is not valid", .details = std::move(details)};
}

Json object_of(const Json& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return nullptr;
  Json value = found->is_string() ? Json::parse(found->get_ref<const std::string&>(), nullptr, false) : *found;
  if (!value.is_structured()) return nullptr;
  return value;
}

MessageOrFault read_outgoing(const ReadCall& call, const Portfolio& account, const Business& business,
                             const std::function<bool(std::string_view)>& has_medium) {
  const std::string product = call.text("messaging_product");
  if (product.empty()) return required("messaging_product");
  if (product != "whatsapp") return not_among("messaging_product", "WHATSAPP", product);
  OutgoingMessage message;
  if (auto fault = read_recipient(call, business, message)) return *fault;
  message.type = call.has("type") ? call.text("type") : "text";
  if (std::find(types.begin(), types.end(), message.type) == types.end()) {
    return not_among("type", upper_list(), message.type);
  }
  const Json content = object_of(call.parameters, message.type);
  if (content.is_null())
    return missing_parameter("Parameter '" + message.type + "' is mandatory for type '" + message.type + "'");
  if (auto fault = context_fault(call)) return *fault;
  message.opaque = call.text("biz_opaque_callback_data");
  if (message.opaque.size() > opaque_limit) {
    return bad_parameter("Param biz_opaque_callback_data must be at most 512 characters long.");
  }
  const Template* used = nullptr;
  if (message.is_template()) {
    const FoundTemplate found = find_template(content, account);
    if (found.fault) return *found.fault;
    used = found.used;
    message.category = used->category;
    for (char& c : message.category) c = static_cast<char>(c - 'A' + 'a');
  } else if (auto fault = content_fault(message.type, content, has_medium)) {
    return *fault;
  }
  message.text = shown_text(message.type, content, used);
  return message;
}

}  // namespace twinline::simulator
