// A shim with one number that is connected and may send, without the way there; and a fake Meta for it to send to.
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>

#include "core/lifecycle/onboarding_json.h"
#include "tests/native/fake_messages.h"
#include "tests/native/running_shim.h"

namespace twinline {

inline std::int64_t unix_s() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// As if app "app1" had gone through the onboarding of number 1001 an hour ago.
inline std::unique_ptr<Ledger> connected_ledger() {
  auto ledger = make_memory_ledger();
  const std::int64_t then = unix_s() - 3600;
  Onboarding facts = created_fact("app1", then);
  join(facts, code_fact(then));
  for (const OnboardingCall call :
       {OnboardingCall::exchange_code, OnboardingCall::subscribe_app, OnboardingCall::list_numbers}) {
    join(facts, asked_fact({then, call}, then));
    join(facts, answered_fact({then, call}, done_at(then)));
  }
  SignupEvent finished;
  finished.at = then;
  finished.kind = SignupKind::finish;
  finished.waba = "900";
  finished.phone_number_id = "1001";
  facts.signup.insert(finished);
  FoundNumber& found = facts.found["1001"];
  found.at = then;
  found.phone = "+49 30 123";
  found.name = "Shop";
  found.coexists = true;
  LedgerChange change;
  change.apps.push_back({"app1", "Shop", then, "api"});
  change.facts.push_back({"on1", "app1", then, write_fact(facts)});
  change.tokens.push_back({"app1", then, Seal(std::string(32, 'k')).close("token of the business", "app1")});
  REQUIRE(ledger->save(change));
  return ledger;
}

class ConnectedShim {
 public:
  explicit ConnectedShim(const std::function<void(ServiceOptions&)>& adjust = {},
                         std::unique_ptr<Sends> sends = make_memory_sends())
      : shim(
            make_memory_journal(),
            [&](ServiceOptions& options) {
              options.going_live.graph_url = meta.url();
              options.going_live.graph_version = "v24.0";
              options.going_live.sync_by_itself = false;
              if (adjust) adjust(options);
            },
            connected_ledger(), std::move(sends)) {}

  static std::string text(const std::string& to, const std::string& words = "hello") {
    return R"({"messaging_product":"whatsapp","to":")" + to + R"(","type":"text","text":{"body":")" + words + R"("}})";
  }
  static std::string offer(const std::string& to) {
    return R"({"messaging_product":"whatsapp","to":")" + to +
           R"(","type":"template","template":{"name":"offer","language":{"code":"en"}}})";
  }
  Answer send(const std::string& body, Headers headers = {}) {
    headers.push_back(bearer);
    return shim.send("POST", "/v24.0/1001/messages", headers, body);
  }
  Answer send_later(const std::string& body, Headers headers = {}) {
    headers.emplace_back("Prefer", "respond-async");
    return send(body, std::move(headers));
  }
  // The customer writes, so that they may be answered for a day.
  void written_by(const std::string& user) {
    const nlohmann::json value = {{"messaging_product", "whatsapp"},
                                  {"metadata", {{"display_phone_number", "4930123"}, {"phone_number_id", "1001"}}},
                                  {"messages",
                                   {{{"from", user},
                                     {"id", "wamid.in." + user},
                                     {"timestamp", std::to_string(unix_s())},
                                     {"type", "text"},
                                     {"text", {{"body", "hi"}}}}}}};
    deliver(value);
  }
  void status(const std::string& wamid, const std::string& status, const std::string& user, const std::string& opaque) {
    nlohmann::json one = {
        {"id", wamid}, {"status", status}, {"timestamp", std::to_string(unix_s())}, {"recipient_id", user}};
    if (!opaque.empty()) one["biz_opaque_callback_data"] = opaque;
    deliver({{"messaging_product", "whatsapp"},
             {"metadata", {{"display_phone_number", "4930123"}, {"phone_number_id", "1001"}}},
             {"statuses", nlohmann::json::array({one})}});
  }
  void deliver(const nlohmann::json& value, const std::string& field = "messages") {
    const nlohmann::json change = {{"field", field}, {"value", value}};
    const nlohmann::json entry = {{"id", "900"}, {"time", unix_s()}, {"changes", nlohmann::json::array({change})}};
    const nlohmann::json body = {{"object", "whatsapp_business_account"}, {"entry", nlohmann::json::array({entry})}};
    REQUIRE(shim.post(body.dump()) == 200);
  }
  nlohmann::json get(const std::string& path) { return nlohmann::json::parse(shim.get(path).body, nullptr, false); }
  nlohmann::json ask(const std::string& method, const std::string& path, const nlohmann::json& body, int status) {
    const Answer answer = shim.send(method, path, {bearer}, body.is_null() ? "" : body.dump());
    INFO(method << " " << path << ": " << answer.body);
    CHECK(answer.status == status);
    return nlohmann::json::parse(answer.body, nullptr, false);
  }
  StoredSend stored(const std::string& id) {
    const auto send = shim.sends().find("1001", id);
    REQUIRE(send);
    return send->value_or(StoredSend{});
  }
  template <class Holds>
  static void wait_until(Holds holds) {
    while (!holds()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void wait_for_state(const std::string& id, SendState state) {
    wait_until([&] { return stored(id).state == state; });
  }

  FakeMessages meta;
  RunningShim shim;
};

}  // namespace twinline
