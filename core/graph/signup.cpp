#include "core/graph/signup.h"

#include <tuple>

#include "core/policy/document.h"

namespace twinline {
namespace {

constexpr std::string_view kind_names[] = {"finish", "cancel", "error", "other"};

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

// A host name of plain labels; anything else (a user, a path, a port, a second dot) is none.
bool is_host_name(std::string_view host) {
  bool label_open = false;
  for (const char letter : host) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
    if (!plain && (letter != '.' || !label_open)) return false;
    label_open = plain;
  }
  return label_open;
}

std::string text_of(const JsonValue& object, std::string_view member) {
  const JsonValue* value = object.find(member);
  const bool scalar =
      value != nullptr && (value->kind == JsonValue::Kind::string || value->kind == JsonValue::Kind::number);
  return scalar ? value->text : std::string();
}

// Meta's own pages name some of these in two ways.
std::string first_text(const JsonValue& object, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (std::string text = text_of(object, member); !text.empty()) return text;
  }
  return {};
}

// An error report is also called CANCEL; only its data tells.
SignupKind kind_of(const SignupEvent& event) {
  if (event.event.rfind("FINISH", 0) == 0) return SignupKind::finish;
  const bool has_error = !event.error_id.empty() || !event.error_message.empty();
  if (has_error || event.event == "ERROR") return SignupKind::error;
  return event.event == "CANCEL" ? SignupKind::cancel : SignupKind::other;
}

}  // namespace

bool operator<(const SignupEvent& left, const SignupEvent& right) {
  const auto all = [](const SignupEvent& event) {
    return std::tie(event.at, event.kind, event.event, event.waba, event.phone_number_id, event.business, event.step,
                    event.error_id, event.error_message, event.session_id);
  };
  return all(left) < all(right);
}

bool is_meta_origin(std::string_view origin) {
  constexpr std::string_view scheme = "https://";
  constexpr std::string_view port = ":443";
  constexpr std::string_view meta = "facebook.com";
  std::string plain;
  for (const char letter : origin) plain += lower(letter);
  std::string_view host = plain;
  if (host.substr(0, scheme.size()) != scheme) return false;
  host.remove_prefix(scheme.size());
  if (host.size() > port.size() && host.substr(host.size() - port.size()) == port) host.remove_suffix(port.size());
  if (!is_host_name(host)) return false;
  if (host == meta) return true;
  const bool longer = host.size() > meta.size() + 1;
  return longer && host.substr(host.size() - meta.size()) == meta && host[host.size() - meta.size() - 1] == '.';
}

std::optional<SignupEvent> read_signup_event(std::string_view message, std::int64_t at_s) {
  const Result<JsonValue> body = parse_document(message);
  if (!body || body->kind != JsonValue::Kind::object) return {};
  if (text_of(*body, "type") != "WA_EMBEDDED_SIGNUP") return {};
  SignupEvent event;
  event.at = at_s;
  event.event = text_of(*body, "event");
  if (const JsonValue* data = body->find("data"); data != nullptr && data->kind == JsonValue::Kind::object) {
    event.waba = text_of(*data, "waba_id");
    event.phone_number_id = text_of(*data, "phone_number_id");
    event.business = first_text(*data, {"business_id", "business_portfolio_id"});
    event.step = text_of(*data, "current_step");
    event.error_id = first_text(*data, {"error_id", "error_code"});
    event.error_message = text_of(*data, "error_message");
    event.session_id = text_of(*data, "session_id");
  }
  event.kind = kind_of(event);
  return event;
}

std::string_view to_string(SignupKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<SignupKind> parse_signup_kind(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kind_names); ++i) {
    if (kind_names[i] == text) return static_cast<SignupKind>(i);
  }
  return {};
}

}  // namespace twinline
