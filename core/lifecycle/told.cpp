#include "core/lifecycle/told.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/eligibility/facts.h"

namespace twinline {
namespace {

using Json = nlohmann::json;

Json parsed(std::string_view text) { return Json::parse(text, nullptr, false); }

std::string canonical(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

bool is_text(const Json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_one_of(const Json& value, std::initializer_list<std::string_view> words) {
  return value.is_string() && std::find(words.begin(), words.end(), value.get_ref<const std::string&>()) != words.end();
}

bool is_phone_text(const Json& value) {
  if (!is_text(value)) return false;
  const std::string& text = value.get_ref<const std::string&>();
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return text.find_first_not_of("+0123456789 ()-./") == std::string::npos && digits >= 6 && digits <= 17;
}

bool is_mail_address(const Json& value) {
  if (!is_text(value)) return false;
  const std::string& text = value.get_ref<const std::string&>();
  const std::size_t at = text.find('@');
  const bool parts = at != std::string::npos && at > 0 && at + 1 < text.size();
  return parts && text.find('@', at + 1) == std::string::npos && text.find_first_of(" \t\r\n") == std::string::npos;
}

bool is_region(const Json& value) {
  if (!is_text(value)) return false;
  const std::string& text = value.get_ref<const std::string&>();
  const bool letters = std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return text == "none" || (text.size() == 2 && letters);
}

bool has(const Json& object, const char* member, bool (*fits)(const Json&)) {
  const auto found = object.find(member);
  return found != object.end() && fits(*found);
}

bool has_only(const Json& object, std::initializer_list<std::string_view> members) {
  for (auto entry = object.begin(); entry != object.end(); ++entry) {
    if (std::find(members.begin(), members.end(), entry.key()) == members.end()) return false;
  }
  return true;
}

std::string wrong_contact(const Json& value) {
  if (!value.is_object() || !has_only(value, {"name", "email", "phone", "terms"})) {
    return "must be an object with name, email, phone and terms";
  }
  if (!has(value, "name", is_text)) return "needs the name of a person to speak to";
  if (!has(value, "email", is_mail_address)) return "needs an email address, such as \"anna@example.com\"";
  if (!has(value, "phone", is_phone_text)) return "needs a phone number, such as \"+44 7700 900123\"";
  const bool accepted = has(value, "terms", [](const Json& terms) { return terms.is_boolean() && terms.get<bool>(); });
  return accepted ? "" : "needs \"terms\": true, the terms have to be accepted";
}

std::string wrong_account(const Json& value) {
  if (value.is_boolean() && value.get<bool>()) return "";
  const auto is_id = [](const Json& id) { return id.is_string() && is_digits(id.get_ref<const std::string&>()); };
  const bool whole = value.is_object() && has_only(value, {"waba", "phone_number_id"}) && has(value, "waba", is_id);
  const bool number =
      !value.is_object() || value.find("phone_number_id") == value.end() || has(value, "phone_number_id", is_id);
  if (whole && number) return "";
  return "must be true, to look again, or {\"waba\":…,\"phone_number_id\":…} with ids as Meta names them";
}

std::string wrong_facts(const Json& value) {
  const Result<Facts> facts = read_facts(canonical(value));
  if (!facts) return facts.error().place + (facts.error().place.empty() ? "" : ": ") + facts.error().what;
  return "";
}

// Empty where the value is right.
std::string wrong(OnboardingStep step, const Json& value) {
  switch (step) {
    case OnboardingStep::choose_way:
      return is_one_of(value, {"coexistence", "cloud_api"}) ? "" : "must be \"coexistence\" or \"cloud_api\"";
    case OnboardingStep::check_eligibility:
      return wrong_facts(value);
    case OnboardingStep::enable:
    case OnboardingStep::share_chats:
      return value.is_boolean() ? "" : "must be true or false";
    case OnboardingStep::storage_region:
      return is_region(value) ? "" : "must be a country of two capital letters, such as \"DE\", or \"none\"";
    case OnboardingStep::contact_details:
      return wrong_contact(value);
    case OnboardingStep::continue_with_meta:
      return value.is_boolean() && value.get<bool>() ? "" : "must be true: Meta's window was opened";
    case OnboardingStep::business_portfolio:
      return is_text(value) ? "" : "must be the name or the id of a business portfolio, as text";
    case OnboardingStep::number:
      return is_phone_text(value) ? "" : "must be a phone number as text, such as \"+44 7700 900123\"";
    case OnboardingStep::scan_or_code:
      return is_one_of(value, {"qr", "code"}) ? "" : "must be \"qr\" or \"code\"";
    case OnboardingStep::time_zone:
      return is_text(value) ? "" : "must be a time zone as text, such as \"Europe/Berlin\"";
    case OnboardingStep::subscribe:
      return value.is_boolean() && value.get<bool>() ? "" : "can only be true: try again";
    case OnboardingStep::find_number:
      return wrong_account(value);
    case OnboardingStep::registration:
    case OnboardingStep::choose_number:
      return value.is_string() && is_digits(value.get_ref<const std::string&>())
                 ? ""
                 : "must be the id of one of the numbers found, as text";
    case OnboardingStep::exchange_code:
      return "is not told here: hand over the code that Meta's window gave";
    case OnboardingStep::sync:
    case OnboardingStep::live:
      return "is not told by a person: it follows from what Meta sends";
  }
  return "is no step";
}

bool may_be_taken_back(OnboardingStep step) {
  return step < OnboardingStep::exchange_code || step == OnboardingStep::choose_number;
}

}  // namespace

Result<std::string> check_told(OnboardingStep step, std::string_view value_json) {
  const std::string place(to_string(step));
  const Json value = parsed(value_json);
  if (value.is_discarded()) return Error{ErrorCode::bad_json, 0, place, "is not JSON"};
  if (value.is_null() && may_be_taken_back(step)) return canonical(value);
  if (std::string what = wrong(step, value); !what.empty()) {
    return Error{ErrorCode::bad_value, 0, place, std::move(what)};
  }
  return canonical(value);
}

std::string text_of_told(std::string_view value_json) {
  const Json value = parsed(value_json);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string member_of_told(std::string_view value_json, std::string_view member) {
  const Json value = parsed(value_json);
  if (!value.is_object()) return {};
  const auto found = value.find(std::string(member));
  return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace twinline
