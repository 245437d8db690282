#include "native/meta_simulator/graph.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/graph_objects.h"
#include "native/meta_simulator/graph_register.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t code_life_ms = 30'000;
constexpr std::int64_t sync_window_ms = 24 * 3'600'000;
constexpr std::size_t calls_kept = 1'000;

GraphFault code_fault(std::int64_t subcode, std::string message) {
  return {.code = 100, .subcode = subcode, .message = std::move(message)};
}

GraphFault sync_fault(std::int64_t subcode) {
  const bool again = subcode == 2593107;
  return {.code = subcode,
          .message = again ? "(#2593107) Synchronization Request limit exceeded"
                           : "(#2593108) Synchronization Request made outside of allowed time window",
          .details = again ? "This synchronization was requested before" : "More than 24 hours have passed"};
}

struct Flaw {
  std::string_view what;
  std::uint64_t nth;
  GraphFault fault;
};

// The errors before a success where they are inconsistent: none of these calls took effect.
const std::array<Flaw, 6>& flaws() {
  static const std::array<Flaw, 6> list = {{
      {"subscribe", 1, {.status = 500, .code = 2, .message = "An unexpected error has occurred.", .transient = true}},
      {"subscribe", 2, {.status = 500, .code = 131000, .message = "(#131000) Something went wrong"}},
      {"list_numbers", 1, {.status = 500, .code = 1, .message = "An unknown error occurred"}},
      {"read_number", 1, {.status = 400, .code = 4, .message = "(#4) Application request limit reached"}},
      {"sync_contacts", 1, {.status = 503, .code = 131016, .message = "(#131016) Service unavailable"}},
      {"sync_history", 1, {.status = 500, .code = 2, .message = "Service temporarily unavailable", .transient = true}},
  }};
  return list;
}

Response respond(const JsonOrFault& outcome, const std::function<Response(const GraphFault&)>& fault) {
  if (const Json* const json = std::get_if<Json>(&outcome)) return json_response(*json);
  return fault(std::get<GraphFault>(outcome));
}

}  // namespace

Response json_response(const Json& json) {
  return {200, {{"Content-Type", "application/json"}}, json.dump(-1, ' ', true, Json::error_handler_t::replace)};
}

Response success_response() { return json_response({{"success", true}}); }

Graph::Graph(PlatformState& state, Story& story, Messaging& messaging, GraphPlan plan)
    : state_(state), story_(story), messaging_(messaging), plan_(std::move(plan)) {}

std::string Graph::draw(std::string_view beginning, std::size_t length) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  Random random(mix(mix(plan_.seed, 0x6d), ++state_.serial));
  std::string text(beginning);
  while (text.size() < length) text += letters[random.below(letters.size())];
  return text;
}

Response Graph::fault(const GraphFault& fault) { return fault_response(fault, draw("A", 23)); }

std::optional<Response> Graph::count(std::string_view what) {
  const std::uint64_t nth = ++state_.counts[std::string(what)];
  if (plan_.twist != Twist::inconsistent_errors) return {};
  for (const Flaw& flaw : flaws()) {
    if (flaw.what == what && flaw.nth == nth) return fault(flaw.fault);
  }
  return {};
}

Outcome Graph::answer(const HttpRequest& request, std::int64_t now_ms) {
  const ReadCall call = read_call(request);
  Outcome outcome = route(call, now_ms);
  state_.calls.push_back({request.method, request.path, outcome.lost ? 0 : outcome.response.status, now_ms});
  if (state_.calls.size() > calls_kept) state_.calls.pop_front();
  return outcome;
}

std::string Graph::make_code(std::string_view app, std::string_view waba, std::int64_t now_ms) {
  std::string code = draw("AQ", 64);
  state_.codes[code] = {std::string(app), std::string(waba), now_ms, false};
  state_.find_account(waba)->admitted.insert(std::string(app));
  return code;
}

const Grant* Graph::grant_for(const ReadCall& call, const Portfolio& account) const {
  const auto found = state_.grants.find(call.token);
  if (found == state_.grants.end() || found->second.waba != account.waba) return nullptr;
  return account.admitted.count(found->second.app) > 0 ? &found->second : nullptr;
}

bool Graph::is_app_token(const ReadCall& call, std::string_view app) const {
  return call.token == std::string(app) + "|" + plan_.app_secret;
}

Outcome Graph::route(const ReadCall& call, std::int64_t now_ms) {
  if (call.object == "oauth" && call.edge == "access_token") return exchange(call, now_ms);
  if (call.token.empty()) {
    return fault({.status = 400, .code = 104, .message = "An access token is required to request this resource."});
  }
  if (call.object == "debug_token") return debug_token(call);
  if (const std::size_t bar = call.token.find('|'); bar != std::string::npos) {
    const std::string app = call.token.substr(0, bar);
    const bool known = (plan_.app.empty() || plan_.app == app) && is_app_token(call, app);
    if (known && call.object == app) return app_edge(call);
    if (known) return fault(no_object(call.method, call.object));
  }
  if (state_.grants.count(call.token) == 0) {
    return fault({.status = 401, .code = 190, .message = "Invalid OAuth access token - Cannot parse access token"});
  }
  if (call.object == "whatsapp_business" && call.edge == "attachments") return download(call, now_ms);
  if (const Medium* const found = messaging_.media().find(call.object, now_ms)) return medium(call, *found, now_ms);
  if (Portfolio* const account = state_.find_account(call.object)) {
    const Grant* const grant = grant_for(call, *account);
    if (grant == nullptr) return fault(no_object(call.method, call.object));
    return account_edge(call, *grant, *account, now_ms);
  }
  PhoneNumber* const number = state_.find_number(call.object);
  const bool reached = number != nullptr && number->link != Link::gone &&
                       grant_for(call, *state_.find_account(number->business.waba)) != nullptr;
  if (!reached) {
    // Counted as well: a poll that finds a disconnect is a poll.
    if (number != nullptr && call.edge.empty() && call.method == "GET") ++state_.counts["read_number"];
    return fault(no_object(call.method, call.object));
  }
  return number_edge(call, *number, now_ms);
}

Response Graph::exchange(const ReadCall& call, std::int64_t now_ms) {
  ++state_.counts["exchange"];
  const std::string app = call.text("client_id");
  if (app.empty()) return fault({.code = 101, .message = "Missing client_id parameter."});
  if (!plan_.app.empty() && app != plan_.app) {
    return fault({.code = 101, .message = "Error validating application. Cannot get application info."});
  }
  if (call.text("client_secret") != plan_.app_secret) {
    return fault({.code = 1, .message = "Error validating client secret."});
  }
  const auto found = state_.codes.find(call.text("code"));
  if (found == state_.codes.end()) return fault(code_fault(36008, "Invalid verification code format."));
  SignupCode& code = found->second;
  if (code.app != app) return fault(code_fault(36008, "Invalid code."));
  if (code.used) return fault(code_fault(36009, "This authorization code has been used."));
  if (now_ms - code.made_ms > code_life_ms) {
    return fault(code_fault(36007, "This authorization code has expired."));
  }
  code.used = true;
  const std::string token = draw("EAAG", 96);
  state_.grants[token] = {code.app, code.waba};
  if (plan_.twist == Twist::lost_code && state_.counts["exchange"] == 1) return gateway_page();
  return json_response({{"access_token", token}, {"token_type", "bearer"}});
}

Response Graph::debug_token(const ReadCall& call) {
  ++state_.counts["debug_token"];
  const auto found = state_.grants.find(call.text("input_token"));
  Json data = {{"is_valid", false}, {"scopes", Json::array()}};
  if (found != state_.grants.end()) {
    const Portfolio* const account = state_.find_account(found->second.waba);
    const Json scopes = {"whatsapp_business_management", "whatsapp_business_messaging"};
    data = {{"app_id", found->second.app},
            {"type", "SYSTEM_USER"},
            {"expires_at", 0},
            {"is_valid", account->admitted.count(found->second.app) > 0},
            {"scopes", scopes},
            {"granular_scopes", Json::array()}};
    for (const auto& scope : scopes) {
      data["granular_scopes"].push_back({{"scope", scope}, {"target_ids", Json::array({account->waba})}});
    }
  }
  return json_response({{"data", std::move(data)}});
}

Response Graph::app_edge(const ReadCall& call) {
  if (call.edge != "subscriptions") return fault(no_edge(call.method));
  ++state_.counts["subscriptions"];
  if (call.method == "POST") {
    if (!call.text("callback_url").empty() && call.text("callback_url") != plan_.callback_url) {
      return fault({.code = 2200, .message = "(#2200) Callback verification failed"});
    }
    state_.fields.clear();
    for (const std::string& field : split_fields(call.text("fields"))) state_.fields.insert(field);
    return success_response();
  }
  if (call.method != "GET") return fault(no_edge(call.method));
  Json fields = Json::array();
  for (const std::string& field : state_.fields) fields.push_back({{"name", field}, {"version", "v24.0"}});
  return json_response({{"data", Json::array({{{"object", "whatsapp_business_account"},
                                               {"callback_url", plan_.callback_url},
                                               {"active", true},
                                               {"fields", std::move(fields)}}})}});
}

Response Graph::account_edge(const ReadCall& call, const Grant& grant, Portfolio& account, std::int64_t now_ms) {
  const auto faulty = [this](const GraphFault& found) { return fault(found); };
  if (call.edge.empty() && call.method == "GET") {
    if (auto flaw = count("read_account")) return *flaw;
    return respond(account_fields(account, call.text("fields")), faulty);
  }
  if (call.edge == "subscribed_apps") return subscribed_apps(call, grant, account);
  if (call.edge == "phone_numbers" && call.method == "GET") {
    if (auto flaw = count("list_numbers")) return *flaw;
    return list_numbers(call, account);
  }
  if (call.edge != "message_templates") return fault(no_edge(call.method));
  if (call.method == "GET") {
    if (auto flaw = count("list_templates")) return *flaw;
    return respond(list_templates(account, call), faulty);
  }
  if (call.method == "DELETE") {
    if (auto flaw = count("delete_template")) return *flaw;
    return respond(delete_template(account, call), faulty);
  }
  if (call.method != "POST") return fault(no_edge(call.method));
  if (auto flaw = count("create_template")) return *flaw;
  const std::string id =
      std::to_string(Random(mix(plan_.seed, ++state_.serial)).between(1'000'000'000'000'000, 9'000'000'000'000'000));
  const JsonOrFault made = create_template(account, call, id);
  if (std::holds_alternative<Json>(made)) story_.decide(account, account.templates.back(), now_ms);
  return respond(made, faulty);
}

Response Graph::subscribed_apps(const ReadCall& call, const Grant& grant, Portfolio& account) {
  if (call.method == "GET") {
    ++state_.counts["list_subscribed"];
    Json data = Json::array();
    for (const std::string& app : account.subscribed) {
      data.push_back(
          {{"whatsapp_business_api_data",
            {{"link", "https://www.facebook.com/games/?app_id=" + app}, {"name", "Twinline"}, {"id", app}}}});
    }
    return json_response({{"data", std::move(data)}});
  }
  if (call.method == "POST") {
    if (auto flaw = count("subscribe")) return *flaw;
    account.subscribed.insert(grant.app);
    return success_response();
  }
  if (call.method != "DELETE") return fault(no_edge(call.method));
  ++state_.counts["unsubscribe"];
  account.subscribed.erase(grant.app);
  return success_response();
}

Response Graph::list_numbers(const ReadCall& call, const Portfolio& account) {
  Json list = Json::array();
  for (const PhoneNumber& number : account.numbers) {
    JsonOrFault fields = number_fields(number, call.text("fields"));
    if (const GraphFault* const found = std::get_if<GraphFault>(&fields)) return fault(*found);
    list.push_back(std::move(std::get<Json>(fields)));
  }
  return json_response(page_of(std::move(list), call));
}

Outcome Graph::number_edge(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms) {
  const auto faulty = [this](const GraphFault& found) { return fault(found); };
  if (call.edge.empty() && call.method == "GET") {
    if (auto flaw = count("read_number")) return *flaw;
    return respond(number_fields(number, call.text("fields")), faulty);
  }
  if (call.edge == "whatsapp_business_profile") {
    if (auto flaw = count(call.method == "GET" ? "read_profile" : "change_profile")) return *flaw;
    if (call.method == "GET") return respond(read_profile(number, call.text("fields")), faulty);
    return respond(change_profile(number, call), faulty);
  }
  if (call.edge == "messages" && call.method == "POST") return send_message(call, number, now_ms);
  if (call.edge == "media" && call.method == "POST") return upload_media(call, number, now_ms);
  if (call.edge == "smb_app_data" && call.method == "POST") return request_sync(call, number, now_ms);
  if (call.edge == "register" && call.method == "POST") {
    ++state_.counts["register"];
    return respond(register_number(number, call), faulty);
  }
  if (call.edge == "deregister" && call.method == "POST") {
    ++state_.counts["deregister"];
    return fault(bad_parameter("A number that is used in the WhatsApp Business app is disconnected in the app"));
  }
  return fault(no_edge(call.method));
}

Response Graph::request_sync(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms) {
  const std::string type = call.text("sync_type");
  const bool contacts = type == "smb_app_state_sync";
  if (!contacts && type != "history") {
    return fault(bad_parameter("Param sync_type must be one of {SMB_APP_STATE_SYNC, HISTORY}"));
  }
  const std::string_view counted = contacts ? "sync_contacts" : "sync_history";
  if (auto flaw = count(counted)) return *flaw;
  if (call.text("messaging_product") != "whatsapp")
    return fault(bad_parameter("Param messaging_product must be whatsapp"));
  if (!number.on_app || number.link != Link::connected) {
    return fault(bad_parameter("The number is not connected with the WhatsApp Business app"));
  }
  if (plan_.twist == Twist::late || now_ms - number.connected_at_ms > sync_window_ms) return fault(sync_fault(2593108));
  const bool asked = (contacts ? number.contacts_asked_ms : number.history_asked_ms).has_value();
  if (plan_.twist == Twist::used_up || asked) return fault(sync_fault(2593107));
  if (contacts) {
    story_.begin_contacts(number, now_ms);
  } else {
    story_.begin_history(number, now_ms);
  }
  if (plan_.twist == Twist::lost_answer && state_.counts[std::string(counted)] == 1) return gateway_page();
  return json_response({{"messaging_product", "whatsapp"}, {"request_id", draw("ABI", 32)}});
}

}  // namespace twinline::simulator
