#include "core/graph/requests.h"

#include <nlohmann/json.hpp>

#include "core/graph/call.h"

namespace twinline {
Request subscribe_app(const GraphApi& api, std::string_view waba) {
  return graph_call(api, "POST", escaped_for_url(waba) + "/subscribed_apps");
}

Request request_sync(const GraphApi& api, std::string_view number, SyncType type) {
  Request request = graph_call(api, "POST", escaped_for_url(number) + "/smb_app_data");
  nlohmann::ordered_json body;
  body["messaging_product"] = "whatsapp";
  body["sync_type"] = to_string(type);
  put_json_body(request, body.dump());
  return request;
}

Request read_number(const GraphApi& api, std::string_view number) {
  return graph_call(api, "GET",
                    escaped_for_url(number) +
                        "?fields=id,display_phone_number,verified_name,quality_rating,is_on_biz_app,platform_type");
}

Request list_numbers(const GraphApi& api, std::string_view waba, std::string_view after) {
  std::string path =
      escaped_for_url(waba) + "/phone_numbers?fields=id,display_phone_number,verified_name,is_on_biz_app,platform_type";
  if (!after.empty()) path += "&after=" + escaped_for_url(after);
  return graph_call(api, "GET", path);
}

Request read_subscriptions(const GraphApi& api, std::string_view app) {
  return graph_call(api, "GET", escaped_for_url(app) + "/subscriptions");
}

Request exchange_code(const GraphApi& api, std::string_view app, std::string_view app_secret, std::string_view code) {
  GraphApi without_token = api;
  without_token.token.clear();
  return graph_call(without_token, "GET",
                    "oauth/access_token?client_id=" + escaped_for_url(app) +
                        "&client_secret=" + escaped_for_url(app_secret) + "&code=" + escaped_for_url(code));
}

std::string_view to_string(SyncType type) { return type == SyncType::contacts ? "smb_app_state_sync" : "history"; }

}  // namespace twinline
