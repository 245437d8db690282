#include "core/lifecycle/event_words.h"

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
  if (const RemovalReason* known = policy.removal(reason, day)) {
    text += ' ' + known->meaning + ' ' + known->action;
  } else if (!reason.empty()) {
    text += " Meta's reason: " + std::string(reason) + '.';
  }
  if (initiated_by == "USER") text += " It was done by the business.";
  if (initiated_by == "SYSTEM") text += " It was done by WhatsApp.";
  return text;
}

}  // namespace twinline
