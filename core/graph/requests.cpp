#include "core/graph/requests.h"

#include <nlohmann/json.hpp>

namespace twinline {
namespace {

std::string escaped(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '~';
    if (plain) {
      out += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    out += '%';
    out += hex[byte >> 4];
    out += hex[byte & 15];
  }
  return out;
}

Request call(const GraphApi& api, std::string_view method, const std::string& path) {
  Request request;
  request.method = method;
  request.url = api.base + '/' + api.version + '/' + path;
  if (!api.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + api.token);
  return request;
}

}  // namespace

Request subscribe_app(const GraphApi& api, std::string_view waba) {
  return call(api, "POST", escaped(waba) + "/subscribed_apps");
}

Request request_sync(const GraphApi& api, std::string_view number, SyncType type) {
  Request request = call(api, "POST", escaped(number) + "/smb_app_data");
  request.headers.emplace_back("Content-Type", "application/json");
  nlohmann::ordered_json body;
  body["messaging_product"] = "whatsapp";
  body["sync_type"] = to_string(type);
  request.body = body.dump();
  return request;
}

Request read_number(const GraphApi& api, std::string_view number) {
  return call(
      api, "GET",
      escaped(number) + "?fields=id,display_phone_number,verified_name,quality_rating,is_on_biz_app,platform_type");
}

Request list_numbers(const GraphApi& api, std::string_view waba, std::string_view after) {
  std::string path = escaped(waba) + "/phone_numbers?fields=id,display_phone_number,is_on_biz_app,platform_type";
  if (!after.empty()) path += "&after=" + escaped(after);
  return call(api, "GET", path);
}

Request read_subscriptions(const GraphApi& api, std::string_view app) {
  return call(api, "GET", escaped(app) + "/subscriptions");
}

Request exchange_code(const GraphApi& api, std::string_view app, std::string_view app_secret, std::string_view code) {
  GraphApi without_token = api;
  without_token.token.clear();
  return call(without_token, "GET",
              "oauth/access_token?client_id=" + escaped(app) + "&client_secret=" + escaped(app_secret) +
                  "&code=" + escaped(code));
}

std::string_view to_string(SyncType type) { return type == SyncType::contacts ? "smb_app_state_sync" : "history"; }

}  // namespace twinline
