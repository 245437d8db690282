#include "core/decode/notice.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "core/decode/beside.h"
#include "core/decode/phone.h"
#include "core/decode/time.h"
#include "core/json/scan.h"
#include "core/json/writer.h"

namespace twinline {

namespace {

// Source: Meta, "Webhooks overview", the fields of a WhatsApp Business Account. A star stands for any rest.
struct Topic {
  std::string_view field, event;
};
constexpr Topic topics[] = {
    {"account_update", "account"},
    {"account_review_update", "account"},
    {"account_settings_update", "account"},
    {"business_status_update", "account"},
    {"phone_number_quality_update", "quality"},
    {"message_template_*", "template"},
    {"template_*", "template"},
    {"business_capability_update", "capability"},
    {"account_alerts", "alert"},
    {"calls", "call"},
    {"user_preferences", "preference"},
};

// Where a part stands; the first that is there counts. Alerts are nested in Meta's reference and flat in its dashboard.
enum class Part : std::uint8_t { name, reason, initiated_by, phone };
struct Reading {
  std::string_view event;
  Part part;
  std::string_view member, inner = {};
};
constexpr Reading readings[] = {
    {"account", Part::name, "event"},
    {"account", Part::reason, "disconnection_info", "reason"},
    {"account", Part::reason, "decision"},
    {"account", Part::initiated_by, "disconnection_info", "initiated_by"},
    {"account", Part::phone, "phone_number"},
    {"account", Part::phone, "display_phone_number"},
    {"quality", Part::name, "event"},
    {"quality", Part::phone, "display_phone_number"},
    {"quality", Part::phone, "phone_number"},
    {"template", Part::name, "event"},
    {"template", Part::reason, "reason"},
    {"capability", Part::name, "event"},
    {"alert", Part::name, "alert_info", "alert_type"},
    {"alert", Part::name, "alert_type"},
    {"call", Part::name, "event"},
    {"call", Part::name, "status"},
    {"preference", Part::name, "category"},
};

// Events of account_update (Meta, "account_update webhook reference"): what a body is about that names no field.
constexpr std::string_view account_events[] = {
    "ACCOUNT_DELETED",
    "ACCOUNT_OFFBOARDED",
    "ACCOUNT_RECONNECTED",
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
    "VERIFIED_ACCOUNT",
    "VOLUME_BASED_PRICING_TIER_UPDATE",
};

std::string_view event_of_field(std::string_view field) {
  for (const Topic& topic : topics) {
    const bool any = topic.field.ends_with('*');
    const auto stem = topic.field.substr(0, topic.field.size() - (any ? 1 : 0));
    if (any ? field.starts_with(stem) : field == stem) return topic.event;
  }
  return {};
}

std::string phone_of(std::string_view json) {
  const std::string text = scalar_text(json);
  return is_formatted_phone(text) ? phone_digits(text) : text;
}

std::string part_of(const std::vector<NamedJson>& members, std::string_view event, Part part) {
  for (const Reading& reading : readings) {
    if (reading.event != event || reading.part != part) continue;
    const auto json = find_named(members, reading.member);
    auto text = scalar_text(reading.inner.empty() ? json : find_member(json, reading.inner));
    if (!text.empty()) return text;
  }
  return {};
}

// A scope in which deeper scopes stand says nothing of its own: what has no row there belongs to the envelope.
bool is_only_envelope(const Batch& batch, std::uint32_t scope) {
  return batch.scopes[scope].place != Place::value && scope + 1 < batch.scopes.size() &&
         batch.scopes[scope + 1].where.parent == scope;
}

std::string_view event_of(const Batch& batch, const Meaning& meaning, const Fact& fact,
                          const std::vector<NamedJson>& members) {
  if (fact.where.member == "calls") return "call";
  if (fact.where.member == "user_preferences") return "preference";
  if (is_only_envelope(batch, fact.where.parent)) return {};
  const auto field = meaning.field(fact.where);
  if (!field.empty()) return event_of_field(field);
  const std::string name = scalar_text(find_named(members, "event"));
  const bool known = std::find(std::begin(account_events), std::end(account_events), name) != std::end(account_events);
  return known || (!name.empty() && !find_named(members, "waba_info").empty()) ? "account" : std::string_view{};
}

std::int64_t entry_time(const Batch& batch, const Fact& fact) {
  return parse_time_s(batch.nearest(fact.where, Slot::time));
}

void read_call(const Batch& batch, const std::vector<NamedJson>& members, const Fact& fact, Notice& notice) {
  notice.id = scalar_text(find_named(members, "id"));
  const auto business = batch.nearest(fact.where, Slot::phone);
  const std::string from = phone_of(find_named(members, "from")), to = phone_of(find_named(members, "to"));
  const std::string from_user = scalar_text(find_named(members, "from_user_id")),
                    to_user = scalar_text(find_named(members, "to_user_id"));
  const std::string said = scalar_text(find_named(members, "direction"));
  const bool from_somebody = !from.empty() || !from_user.empty(), to_somebody = !to.empty() || !to_user.empty();
  if (said == "BUSINESS_INITIATED" || said == "USER_INITIATED") {
    notice.out = said == "BUSINESS_INITIATED";
  } else if (from_somebody) {
    notice.out = !business.empty() && from == business;
  } else if (to_somebody) {
    notice.out = business.empty() || to != business;
  }
  if (!notice.out) return;
  notice.peer_phone = *notice.out ? to : from;
  notice.peer_user_id = *notice.out ? to_user : from_user;
}

}  // namespace

std::optional<Notice> notice_of(const Batch& batch, const Meaning& meaning, const Fact& fact) {
  Others others = others_of(batch, fact);
  std::vector<NamedJson>& members = others.members;
  put_in_order(members);
  Notice notice;
  notice.event = event_of(batch, meaning, fact, members);
  if (notice.event.empty()) return std::nullopt;
  notice.name = part_of(members, notice.event, Part::name);
  notice.reason = part_of(members, notice.event, Part::reason);
  notice.initiated_by = part_of(members, notice.event, Part::initiated_by);
  notice.phone = part_of(members, notice.event, Part::phone);
  if (is_formatted_phone(notice.phone)) notice.phone = phone_digits(notice.phone);
  notice.at = parse_time_s(scalar_text(find_named(members, "timestamp")));
  if (notice.at == 0) notice.at = entry_time(batch, fact);
  if (notice.event == "call") read_call(batch, members, fact, notice);
  if (notice.event == "preference") {
    notice.value = scalar_text(find_named(members, "value"));
    notice.peer_phone = phone_of(find_named(members, "wa_id"));
    notice.peer_user_id = scalar_text(find_named(members, "user_id"));
  }

  // Two members of a value have rows of their own and belong to the whole all the same.
  std::string quoted[2];
  if (!is_element(fact) && batch.scopes[fact.where.parent].place == Place::value) {
    static constexpr std::pair<std::string_view, Slot> own[] = {{"field", Slot::field},
                                                                {"messaging_product", Slot::product}};
    for (std::size_t i = 0; i < std::size(own); ++i) {
      const Text text = batch.slot(batch.scopes[fact.where.parent], own[i].second);
      if (!text) continue;
      quoted[i] = '"';
      append_escaped(batch[text], quoted[i]);
      quoted[i] += '"';
      members.push_back({own[i].first, quoted[i]});
    }
  }
  notice.content = object_of(std::move(members));
  return notice;
}

Notice notice_of_call_status(const Batch& batch, const Meaning& meaning, const Fact& status) {
  const StatusReport report = meaning.status(status);
  Notice notice;
  notice.event = "call";
  notice.id = batch.text(status, Slot::status_id);
  notice.name = batch.text(status, Slot::status_status);
  notice.at = report.at != 0 ? report.at : entry_time(batch, status);
  notice.peer_phone = report.peer.phone;
  notice.peer_user_id = report.peer.user_id;
  if (!report.peer.name().empty()) notice.out = true;  // statuses tell how a call of the business went on

  std::vector<NamedJson> members;
  std::deque<std::string> texts;  // which the members point into
  for (const MemberRule& rule : shape) {
    const Text text = rule.in == Place::status ? batch.slot(status, rule.slot) : Text{};
    if (!text) continue;
    if (rule.take == MemberRule::Take::json) {
      members.push_back({rule.member, batch[text]});
    } else {
      std::string& quoted = texts.emplace_back("\"");
      append_escaped(batch[text], quoted);
      quoted += '"';
      members.push_back({rule.member, quoted});
    }
  }
  for (const Item& item : batch.items_of(status)) members.push_back({batch[item.name], batch[item.value]});
  notice.content = object_of(std::move(members));
  return notice;
}

}  // namespace twinline
