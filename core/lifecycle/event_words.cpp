#include "core/lifecycle/event_words.h"

#include "core/policy/document.h"

namespace twinline {
namespace {

// Source: Meta, "account_update webhook reference".
struct Words {
  std::string_view event, text;
};
constexpr Words words[] = {
    {"ACCOUNT_DELETED", "The WhatsApp Business Account was deleted."},
    {"ACCOUNT_OFFBOARDED", "The number was registered on another phone; the connection is suspended."},
    {"ACCOUNT_RECONNECTED", "The number is connected again."},
    {"ACCOUNT_RESTRICTION", "Meta restricts what the account can do."},
    {"ACCOUNT_VIOLATION", "Meta reports a violation of its policies by the account."},
    {"AD_ACCOUNT_LINKED", "An ad account was linked."},
    {"AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", "The price of international authentication messages has changed."},
    {"BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "The country of the business was set."},
    {"DISABLED_UPDATE", "Meta switched the account off, or on again."},
    {"MM_LITE_TERMS_SIGNED", "The terms of the Marketing Messages API were accepted."},
    {"PARTNER_ADDED", "The account was shared with a partner."},
    {"PARTNER_APP_INSTALLED", "A partner's app may act for the account."},
    {"PARTNER_APP_UNINSTALLED", "A partner's app may no longer act for the account."},
    {"PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE", "The certification of a partner's client has changed."},
    {"PARTNER_REMOVED", "The connection was ended."},
    {"VERIFIED_ACCOUNT", "The account was verified."},
    {"VOLUME_BASED_PRICING_TIER_UPDATE", "The volume tier of the account's prices has changed."},
};

std::string_view text_of(std::string_view event) {
  for (const Words& entry : words) {
    if (entry.event == event) return entry.text;
  }
  return event;
}

}  // namespace

std::string account_event_text(std::string_view event, std::string_view reason, std::string_view initiated_by,
                               const Policy& policy, Date day) {
  std::string text(text_of(event));
  if (const Explained* known = policy.removal(reason, day)) {
    text += ' ' + known->text();
  } else if (!reason.empty()) {
    text += " Meta's reason: " + std::string(reason) + '.';
  }
  if (initiated_by == "USER") text += " It was done by the business.";
  if (initiated_by == "SYSTEM") text += " It was done by WhatsApp.";
  return text;
}

namespace {

std::string scalar_of(const JsonValue& object, std::string_view member) {
  const JsonValue* value = object.find(member);
  return value == nullptr ? std::string() : value->text;
}

void add(std::string& text, const Explained* known) {
  if (known != nullptr) text += ' ' + known->text();
}

void add_restrictions(const JsonValue& content, const Policy& policy, Date day, std::string& text) {
  const JsonValue* list = content.find("restriction_info");
  if (list == nullptr) return;
  for (const JsonValue& entry : list->children) {
    const std::string type = scalar_of(entry, "restriction_type");
    const Explained* known = policy.restriction(type, day);
    if (known == nullptr && !type.empty()) text += ' ' + type + '.';
    add(text, known);
  }
}

void add_standing(const std::string& name, const JsonValue& content, const Policy& policy, Date day,
                  std::string& text) {
  for (const std::string_view member : {"current_limit", "max_daily_conversations_per_business"}) {
    const std::string limit = scalar_of(content, member);
    if (limit.empty()) continue;
    text += " The messaging limit is " + limit + '.';
    break;
  }
  add(text, policy.quality(name, day));
  add(text, policy.tier(name, day));
}

}  // namespace

std::string event_text(std::string_view event_json, const Policy& policy, Date day) {
  const Result<JsonValue> event = parse_document(event_json);
  if (!event) return {};
  const std::string kind = scalar_of(*event, "event");
  const std::string name = scalar_of(*event, "name");
  const std::string reason = scalar_of(*event, "reason");
  if (kind == "account" && !name.empty()) {
    std::string text = account_event_text(name, reason, scalar_of(*event, "initiated_by"), policy, day);
    if (const JsonValue* content = event->find("content")) add_restrictions(*content, policy, day, text);
    return text.ends_with('.') ? text : text + '.';
  }
  std::string text = name.empty() ? kind : name;
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (!reason.empty()) text += " (" + reason + ')';
  if (!text.ends_with('.')) text += '.';
  const JsonValue* content = event->find("content");
  if (content != nullptr && (kind == "quality" || kind == "capability"))
    add_standing(name, *content, policy, day, text);
  return text;
}

}  // namespace twinline
