#include "core/policy/fact.h"

namespace twinline {
namespace {

struct Row {
  FactName name;
  std::string_view text;
  FactType type;
};

constexpr std::array<Row, fact_count> table{{
    {FactName::phone, "phone", FactType::phone},
    {FactName::country, "country", FactType::country},
    {FactName::app_version, "app_version", FactType::version},
    {FactName::active_days, "active_days", FactType::count},
    {FactName::official_business_account, "official_business_account", FactType::yes_no},
    {FactName::payment_method_in_app, "payment_method_in_app", FactType::yes_no},
    {FactName::business_manager_access, "business_manager_access", FactType::yes_no},
    {FactName::can_scan_qr, "can_scan_qr", FactType::yes_no},
    {FactName::can_enter_code, "can_enter_code", FactType::yes_no},
    {FactName::partner_type, "partner_type", FactType::text},
    {FactName::previous_credit_line, "previous_credit_line", FactType::yes_no},
    {FactName::companions, "companions", FactType::list},
    {FactName::features, "features", FactType::list},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].name) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a fact is found by its number");

}  // namespace

std::string_view to_string(FactName name) { return table[static_cast<std::size_t>(name)].text; }

std::optional<FactName> parse_fact_name(std::string_view text) {
  for (const Row& row : table) {
    if (row.text == text) return row.name;
  }
  return {};
}

FactType type_of(FactName name) { return table[static_cast<std::size_t>(name)].type; }

std::string_view form_of(FactType type) {
  switch (type) {
    case FactType::yes_no:
      return "true or false";
    case FactType::count:
      return "a whole number from 0 on, such as 90";
    case FactType::text:
      return "a text";
    case FactType::phone:
      return "a phone number as text, such as \"+44 7700 900123\"";
    case FactType::country:
      return "a country of two letters as text, such as \"NG\"";
    case FactType::version:
      return "a version as text, such as \"2.24.17\"";
    case FactType::list:
      return "a list of texts";
  }
  return "";
}

}  // namespace twinline
