#include "native/meta_simulator/platform_memory.h"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace twinline::simulator {
namespace {

constexpr int format = 1;
constexpr std::string_view kind = "simulated platform";

Error no_state(std::string what) { return {ErrorCode::bad_value, 0, "", std::move(what)}; }

Json to_json(const PhoneNumber& number) {
  Json json = {{"waba", number.business.waba},
               {"number", number.business.number},
               {"phone", number.business.phone},
               {"name", number.name},
               {"on_app", number.on_app},
               {"registered", number.registered},
               {"pin", number.pin},
               {"elsewhere", number.elsewhere},
               {"link", to_string(number.link)},
               {"connected_at_ms", number.connected_at_ms},
               {"shares_chats", number.shares_chats},
               {"opened_at_ms", number.opened_at_ms},
               {"time_zone", number.time_zone},
               {"quality", number.quality},
               {"limit", number.limit},
               {"profile", number.profile},
               {"world_at", number.world_at_s},
               {"restricted_until_ms", number.restricted_until_ms}};
  if (number.contacts_asked_ms) json["contacts_asked_ms"] = *number.contacts_asked_ms;
  if (number.history_asked_ms) json["history_asked_ms"] = *number.history_asked_ms;
  return json;
}

PhoneNumber number_of(const Json& json) {
  PhoneNumber number;
  number.business = {json.at("waba"), json.at("number"), json.at("phone")};
  number.name = json.at("name");
  number.on_app = json.at("on_app");
  number.registered = json.value("registered", false);
  number.pin = json.value("pin", "");
  number.elsewhere = json.at("elsewhere");
  number.link = parse_link(json.at("link").get<std::string>()).value_or(Link::free);
  number.connected_at_ms = json.at("connected_at_ms");
  number.shares_chats = json.at("shares_chats");
  number.opened_at_ms = json.at("opened_at_ms");
  number.time_zone = json.at("time_zone");
  number.quality = json.at("quality");
  number.limit = json.at("limit");
  number.profile = json.at("profile");
  number.world_at_s = json.at("world_at");
  number.restricted_until_ms = json.value("restricted_until_ms", std::int64_t{0});
  if (json.contains("contacts_asked_ms")) number.contacts_asked_ms = json.at("contacts_asked_ms").get<std::int64_t>();
  if (json.contains("history_asked_ms")) number.history_asked_ms = json.at("history_asked_ms").get<std::int64_t>();
  return number;
}

Json to_json(const Template& each) {
  return {{"id", each.id},
          {"name", each.name},
          {"language", each.language},
          {"category", each.category},
          {"status", each.status},
          {"rejected_reason", each.rejected_reason},
          {"quality", each.quality},
          {"quality_at", each.quality_at_s},
          {"components", each.components}};
}

Template template_of(const Json& json) {
  return {json.at("id"),       json.at("name"),       json.at("language"),
          json.at("category"), json.at("status"),     json.at("rejected_reason"),
          json.at("quality"),  json.at("quality_at"), json.at("components")};
}

Json to_json(const Portfolio& portfolio) {
  Json json = {{"id", portfolio.id},
               {"name", portfolio.name},
               {"waba", portfolio.waba},
               {"admitted", portfolio.admitted},
               {"subscribed", portfolio.subscribed},
               {"numbers", Json::array()},
               {"templates", Json::array()}};
  for (const PhoneNumber& each : portfolio.numbers) json["numbers"].push_back(to_json(each));
  for (const Template& each : portfolio.templates) json["templates"].push_back(to_json(each));
  return json;
}

Portfolio portfolio_of(const Json& json) {
  Portfolio portfolio;
  portfolio.id = json.at("id");
  portfolio.name = json.at("name");
  portfolio.waba = json.at("waba");
  portfolio.admitted = json.at("admitted").get<std::set<std::string>>();
  portfolio.subscribed = json.at("subscribed").get<std::set<std::string>>();
  for (const Json& each : json.at("numbers")) portfolio.numbers.push_back(number_of(each));
  for (const Json& each : json.at("templates")) portfolio.templates.push_back(template_of(each));
  return portfolio;
}

Json to_json(const Outgoing& each) {
  return {{"due_ms", each.due_ms},    {"kind", static_cast<int>(each.kind)},
          {"what", each.what},        {"waba", each.waba},
          {"number", each.number},    {"field", each.field},
          {"text", each.text},        {"step", each.step},
          {"farewell", each.farewell}};
}

Outgoing outgoing_of(const Json& json) {
  return {json.at("due_ms"),  static_cast<Outgoing::Kind>(json.at("kind").get<int>()),
          json.at("what"),    json.at("waba"),
          json.at("number"),  json.at("field"),
          json.at("text"),    json.at("step"),
          json.at("farewell")};
}

PlatformState state_of(const Json& json) {
  PlatformState state;
  state.world = {json.at("seed"), json.at("onboarded_at"), json.at("messages"), json.at("threads")};
  state.fields = json.at("fields").get<std::set<std::string>>();
  state.counts = json.at("counts").get<std::map<std::string, std::uint64_t>>();
  state.serial = json.at("serial");
  state.signups = json.at("signups");
  for (const Json& each : json.at("portfolios")) state.portfolios.push_back(portfolio_of(each));
  for (const Json& each : json.at("codes")) {
    state.codes[each.at("code")] = {each.at("app"), each.at("waba"), each.at("made_ms"), each.at("used")};
  }
  for (const Json& each : json.at("grants")) state.grants[each.at("token")] = {each.at("app"), each.at("waba")};
  for (const Json& each : json.value("customers", Json::array())) {
    state.customers[each.at("number")][each.at("name")] = {each.at("wrote_ms"), each.at("stopped")};
  }
  for (const Json& each : json.at("outbox")) state.outbox.push(outgoing_of(each));
  return state;
}

}  // namespace

std::string to_text(const PlatformState& state) {
  Json json = {{"kind", kind},
               {"format", format},
               {"seed", state.world.seed},
               {"onboarded_at", state.world.onboarded_at_s},
               {"messages", state.world.messages},
               {"threads", state.world.threads},
               {"fields", state.fields},
               {"counts", state.counts},
               {"serial", state.serial},
               {"signups", state.signups},
               {"portfolios", Json::array()},
               {"codes", Json::array()},
               {"grants", Json::array()},
               {"customers", Json::array()},
               {"outbox", Json::array()}};
  for (const Portfolio& each : state.portfolios) json["portfolios"].push_back(to_json(each));
  for (const auto& [code, each] : state.codes) {
    json["codes"].push_back(
        {{"code", code}, {"app", each.app}, {"waba", each.waba}, {"made_ms", each.made_ms}, {"used", each.used}});
  }
  for (const auto& [token, each] : state.grants) {
    json["grants"].push_back({{"token", token}, {"app", each.app}, {"waba", each.waba}});
  }
  for (const auto& [number, people] : state.customers) {
    for (const auto& [name, each] : people) {
      json["customers"].push_back(
          {{"number", number}, {"name", name}, {"wrote_ms", each.wrote_ms}, {"stopped", each.stopped}});
    }
  }
  for (const Outgoing& each : state.outbox.all()) json["outbox"].push_back(to_json(each));
  return json.dump(-1, ' ', true, Json::error_handler_t::replace) + '\n';
}

Result<PlatformState> parse_platform_state(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  const bool ours = json.is_object() && json.value("kind", Json()) == kind && json.value("format", Json()) == format;
  if (!ours) return no_state("this is no state of a simulated platform; name another file or remove it");
  try {
    return state_of(json);
  } catch (const Json::exception&) {
    return no_state("a member is missing or of the wrong type; remove the file to start anew");
  }
}

Result<std::optional<PlatformState>> read_platform_state(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::optional<PlatformState>();
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto state = parse_platform_state(text);
  if (!state) return state.error();
  return std::optional<PlatformState>(std::move(*state));
}

bool write_platform_text(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path beside = file;
  beside += ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) return false;
  }
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  return !failed;
}

}  // namespace twinline::simulator
