#include "native/meta_simulator/graph_objects.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace twinline::simulator {
namespace {

// The members asked for, in the order asked; `id` is always among them.
JsonOrFault selected(const Json& all, std::string_view fields, std::initializer_list<std::string_view> unasked,
                     std::string_view node) {
  std::vector<std::string> names = split_fields(fields);
  if (names.empty()) names.assign(unasked.begin(), unasked.end());
  Json json = Json::object();
  for (const std::string& name : names) {
    const auto found = all.find(name);
    if (found == all.end()) {
      return bad_parameter("Tried accessing nonexisting field (" + name + ") on node type (" + std::string(node) + ")");
    }
    json[name] = *found;
  }
  if (all.contains("id")) json["id"] = all.at("id");
  return json;
}

struct ProfileLimit {
  std::string_view name;
  std::size_t most;  // characters, of each website too
};

constexpr std::array<ProfileLimit, 5> profile_texts = {
    {{"about", 139}, {"address", 256}, {"description", 512}, {"email", 128}, {"vertical", 32}}};
constexpr std::array<std::string_view, 20> verticals = {
    "UNDEFINED",     "OTHER",   "AUTO",    "BEAUTY",     "APPAREL",   "EDU",    "ENTERTAIN",
    "EVENT_PLAN",    "FINANCE", "GROCERY", "GOVT",       "HOTEL",     "HEALTH", "NONPROFIT",
    "PROF_SERVICES", "RETAIL",  "TRAVEL",  "RESTAURANT", "NOT_A_BIZ", "ALCOHOL"};
constexpr std::size_t page_size = 25;
constexpr std::size_t websites_limit = 2;
constexpr std::size_t website_limit = 256;

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

Json page_of(Json list, const ReadCall& call) {
  const auto asked = [&call](std::string_view name, std::size_t otherwise) {
    const std::string text = call.text(name);
    const bool plain = !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos;
    return plain ? static_cast<std::size_t>(std::stoul(text)) : otherwise;
  };
  const std::size_t begin = std::min(asked("after", 0), list.size());
  const std::size_t end = std::min(begin + std::max<std::size_t>(asked("limit", page_size), 1), list.size());
  const bool more = end < list.size();
  Json data = Json::array();
  for (std::size_t i = begin; i < end; ++i) data.push_back(std::move(list[i]));
  Json answer = {{"data", std::move(data)}};
  if (begin == end) return answer;
  answer["paging"] = {{"cursors", {{"before", std::to_string(begin)}, {"after", std::to_string(end)}}}};
  if (more) {
    answer["paging"]["next"] =
        "https://graph.facebook.com/v24.0/" + call.object + "/" + call.edge + "?after=" + std::to_string(end);
  }
  return answer;
}

std::string display_phone(std::string_view digits) {
  if (digits.size() != 11 || digits.front() != '1') return "+" + std::string(digits);
  return "+1 " + std::string(digits.substr(1, 3)) + "-" + std::string(digits.substr(4, 3)) + "-" +
         std::string(digits.substr(7));
}

JsonOrFault number_fields(const PhoneNumber& number, std::string_view fields) {
  const bool linked = number.link == Link::connected || number.link == Link::offboarded;
  const bool hosted = number.elsewhere || (linked && (number.on_app || number.registered));
  const Json all = {{"id", number.business.number},
                    {"verified_name", number.name},
                    {"display_phone_number", display_phone(number.business.phone)},
                    {"quality_rating", number.quality},
                    {"code_verification_status", "VERIFIED"},
                    {"platform_type", hosted ? "CLOUD_API" : "NOT_APPLICABLE"},
                    {"is_on_biz_app", number.on_app},
                    {"throughput", {{"level", "STANDARD"}}},
                    {"account_mode", "LIVE"},
                    {"status", number.link == Link::offboarded ? "DISCONNECTED"
                               : hosted                        ? "CONNECTED"
                                                               : "PENDING"},
                    {"name_status", "APPROVED"},
                    {"is_official_business_account", false},
                    {"messaging_limit_tier", number.limit},
                    {"whatsapp_business_manager_messaging_limit", number.limit},
                    {"last_onboarded_time", number.connected_at_ms / 1000}};
  return selected(all, fields,
                  {"verified_name", "code_verification_status", "display_phone_number", "quality_rating",
                   "platform_type", "throughput"},
                  "WhatsAppBusinessPhoneNumber");
}

JsonOrFault account_fields(const Portfolio& account, std::string_view fields) {
  const Json all = {{"id", account.waba},
                    {"name", account.name},
                    {"currency", "USD"},
                    {"timezone_id", "1"},
                    {"message_template_namespace", "5f1e9a3c_" + account.waba},
                    {"account_review_status", "APPROVED"},
                    {"business_verification_status", "verified"},
                    {"ownership_type", "CLIENT_OWNED"},
                    {"status", "ACTIVE"},
                    {"country", "US"},
                    {"whatsapp_business_manager_messaging_limit", account.numbers.front().limit},
                    {"owner_business_info", {{"name", account.name}, {"id", account.id}}}};
  return selected(all, fields, {"name", "timezone_id", "message_template_namespace"}, "WhatsAppBusinessAccount");
}

JsonOrFault read_profile(const PhoneNumber& number, std::string_view fields) {
  JsonOrFault shown = selected(number.profile, fields, {"messaging_product"}, "WhatsAppBusinessProfile");
  if (Json* const json = std::get_if<Json>(&shown)) return Json{{"data", Json::array({*json})}};
  return shown;
}

JsonOrFault change_profile(PhoneNumber& number, const ReadCall& call) {
  if (call.text("messaging_product") != "whatsapp")
    return bad_parameter("The parameter messaging_product is required.");
  Json changed = number.profile;
  for (const auto& [name, most] : profile_texts) {
    if (!call.has(name)) continue;
    if (!call.parameters.at(std::string(name)).is_string()) {
      return bad_parameter("Param " + std::string(name) + " must be a string.");
    }
    const std::string text = call.text(name);
    if (characters(text) > most) {
      return bad_parameter("Param " + std::string(name) + " must be at most " + std::to_string(most) +
                           " characters long.");
    }
    changed[std::string(name)] = text;
  }
  if (call.has("about") && call.text("about").empty()) return bad_parameter("Param about must not be empty.");
  if (call.has("vertical") && std::find(verticals.begin(), verticals.end(), call.text("vertical")) == verticals.end()) {
    return bad_parameter("Param vertical must be one of {UNDEFINED, OTHER, AUTO, …}.");
  }
  if (call.has("email") && !call.text("email").empty() && call.text("email").find('@') == std::string::npos) {
    return bad_parameter("Param email must be a valid email address.");
  }
  if (call.has("websites")) {
    const Json& websites = call.parameters.at("websites");
    const bool fit = websites.is_array() && websites.size() <= websites_limit &&
                     std::all_of(websites.begin(), websites.end(), [](const Json& each) {
                       return each.is_string() && each.get_ref<const std::string&>().starts_with("http") &&
                              each.get_ref<const std::string&>().size() <= website_limit;
                     });
    if (!fit) return bad_parameter("Param websites must be an array of at most 2 URLs.");
    changed["websites"] = websites;
  }
  number.profile = std::move(changed);
  return Json{{"success", true}};
}

}  // namespace twinline::simulator
