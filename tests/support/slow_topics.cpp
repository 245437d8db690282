// Account topics, calls and preferences.
#include <map>

#include "tests/support/slow_walk.h"

namespace twinline::test::slow {

namespace {

const std::map<std::string, std::string> topics = {{"account_update", "account"},
                                                   {"account_review_update", "account"},
                                                   {"account_settings_update", "account"},
                                                   {"business_status_update", "account"},
                                                   {"phone_number_quality_update", "quality"},
                                                   {"business_capability_update", "capability"},
                                                   {"account_alerts", "alert"},
                                                   {"calls", "call"},
                                                   {"user_preferences", "preference"}};

const Names account_names = {"ACCOUNT_DELETED",
                             "ACCOUNT_RESTRICTION",
                             "ACCOUNT_VIOLATION",
                             "AD_ACCOUNT_LINKED",
                             "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
                             "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
                             "DISABLED_UPDATE",
                             "MM_LITE_TERMS_SIGNED",
                             "PARTNER_ADDED",
                             "PARTNER_APP_INSTALLED",
                             "PARTNER_APP_UNINSTALLED",
                             "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
                             "PARTNER_REMOVED",
                             "VOLUME_BASED_PRICING_TIER_UPDATE",
                             "ACCOUNT_OFFBOARDED",
                             "ACCOUNT_RECONNECTED",
                             "VERIFIED_ACCOUNT"};

}  // namespace

std::string topic_of(const std::string& field, const Json& said) {
  if (field.empty()) {
    const std::string name = said.contains("event") ? text_of(Tree(said["event"])) : "";
    return account_names.contains(name) || (!name.empty() && said.contains("waba_info")) ? "account" : "";
  }
  if (field.starts_with("message_template_") || field.starts_with("template_")) return "template";
  const auto found = topics.find(field);
  return found == topics.end() ? "" : found->second;
}

void Walk::call(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Person from{phone(object, "from"), text(object, "from_user_id"), ""};
  const Person to{phone(object, "to"), text(object, "to_user_id"), ""};
  const std::string said = text(object, "direction");
  int out = -1;
  if (said == "BUSINESS_INITIATED") {
    out = 1;
  } else if (said == "USER_INITIATED") {
    out = 0;
  } else if (from.known()) {
    out = !around.phone.empty() && from.phone == around.phone ? 1 : 0;
  } else if (to.known()) {
    out = !around.phone.empty() && to.phone == around.phone ? 0 : 1;
  }
  Json& event = add("call", path, around);
  put(event, "id", text(object, "id"));
  const std::string name = text(object, "event");
  put(event, "name", name.empty() ? text(object, "status") : name);
  if (out >= 0) {
    event["direction"] = out == 1 ? "out" : "in";
    put(event, "peer", with_username(out == 1 ? to : from, beside));
  }
  const long long at = seconds(text(object, "timestamp"));
  put_time(event, at != 0 ? at : around.time);
  event["content"] = others(object, {}, {});
}

void Walk::preference(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  Json& event = add("preference", path, around);
  put(event, "name", text(object, "category"));
  put(event, "value", text(object, "value"));
  put(event, "peer", with_username({phone(object, "wa_id"), text(object, "user_id"), ""}, beside));
  const long long at = seconds(text(object, "timestamp"));
  put_time(event, at != 0 ? at : around.time);
  event["content"] = others(object, {}, {});
}

void Walk::topic(const std::string& kind, const Json& content, const std::string& path, const Around& around,
                 const Tree& beside) {
  const Tree value = Tree(content);
  if (kind == "call") {
    call(value, path, around, beside);
  } else if (kind == "preference") {
    preference(value, path, around, beside);
  } else {
    Json& event = add(kind, path, around);
    const auto first = [](const std::string& a, const std::string& b) { return a.empty() ? b : a; };
    const auto single = [&value](const std::string& name) {
      const Tree& found = inner(value, name);
      return found.is_object() ? found : nothing;
    };
    const Tree alert = single("alert_info"), left = single("disconnection_info");
    if (kind == "alert") {
      put(event, "name", first(text(alert, "alert_type"), text(value, "alert_type")));
    } else {
      put(event, "name", text(value, "event"));
    }
    if (kind == "account") {
      put(event, "reason", first(text(left, "reason"), text(value, "decision")));
      put(event, "initiated_by", text(left, "initiated_by"));
      put(event, "phone", digits(first(text(value, "phone_number"), text(value, "display_phone_number"))));
    }
    if (kind == "template") put(event, "reason", text(value, "reason"));
    if (kind == "quality")
      put(event, "phone", digits(first(text(value, "display_phone_number"), text(value, "phone_number"))));
    const long long at = seconds(text(value, "timestamp"));
    put_time(event, at != 0 ? at : around.time);
    event["content"] = content;
  }
}

}  // namespace twinline::test::slow
