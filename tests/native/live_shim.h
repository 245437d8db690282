// A shim and a Graph API of canned answers, on which an app is brought live over HTTP.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/native/fake_graph.h"
#include "tests/native/running_shim.h"
#include "tests/support/catch.h"

namespace twinline {

inline constexpr const char* signup_code = "AQB-the-code-of-a-signup";

// Stores until it is cut off, as if the process had ended.
class CutLedger final : public Ledger {
 public:
  explicit CutLedger(std::atomic<bool>& cut, std::unique_ptr<Ledger> below = make_memory_ledger())
      : cut_(cut), below_(std::move(below)) {}
  Stored<> save(const LedgerChange& change) override {
    if (cut_) return StoreError{"the process has ended"};
    return below_->save(change);
  }
  Stored<std::vector<StoredApp>> apps() override { return below_->apps(); }
  Stored<std::vector<OnboardingFact>> facts() override { return below_->facts(); }
  Stored<std::vector<StoredIntent>> intents() override { return below_->intents(); }
  Stored<std::optional<SealedToken>> token(std::string_view app) override { return below_->token(app); }

 private:
  std::atomic<bool>& cut_;
  std::unique_ptr<Ledger> below_;
};

inline std::string finish_event(bool with_number = false) {
  nlohmann::json event = {{"type", "WA_EMBEDDED_SIGNUP"},
                          {"event", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"},
                          {"version", 3},
                          {"data", {{"waba_id", "900"}}}};
  if (with_number) event["data"]["phone_number_id"] = "1001";
  return event.dump();
}

// A history chunk of one message, or one contact.
inline std::string sync_body(const std::string& field) {
  nlohmann::json value = {{"messaging_product", "whatsapp"},
                          {"metadata", {{"display_phone_number", "4930123"}, {"phone_number_id", "1001"}}}};
  if (field == "history") {
    const nlohmann::json message = {
        {"from", "4917"}, {"id", "wamid.h"},           {"timestamp", "1739321024"},
        {"type", "text"}, {"text", {{"body", "old"}}}, {"history_context", {{"status", "READ"}}}};
    value["history"] = nlohmann::json::array(
        {{{"metadata", {{"phase", 2}, {"chunk_order", 1}, {"progress", 100}}},
          {"threads", nlohmann::json::array({{{"id", "4917"}, {"messages", nlohmann::json::array({message})}}})}}});
  } else {
    value["state_sync"] = nlohmann::json::array({{{"type", "contact"},
                                                  {"action", "add"},
                                                  {"contact", {{"full_name", "Ann"}, {"phone_number", "4917"}}},
                                                  {"metadata", {{"timestamp", "1739321024"}}}}});
  }
  return nlohmann::json{
      {"object", "whatsapp_business_account"},
      {"entry", nlohmann::json::array(
                    {{{"id", "900"}, {"changes", nlohmann::json::array({{{"field", field}, {"value", value}}})}}})}}
      .dump();
}

class LiveShim {
 public:
  explicit LiveShim(bool sync_by_itself = true, std::unique_ptr<Ledger> ledger = make_memory_ledger())
      : shim(
            make_memory_journal(),
            [&](ServiceOptions& options) {
              options.going_live.graph_url = graph.url();
              options.going_live.meta_app_id = "app-at-meta";
              options.going_live.signup_page = "http://127.0.0.1:7/simulator/signup";
              options.going_live.sync_by_itself = sync_by_itself;
            },
            std::move(ledger)) {}

  nlohmann::json ask(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr,
                     int status = 200) {
    const Answer answer = shim.send(method, path, {bearer}, body.is_null() ? "" : body.dump());
    INFO(method << " " << path << ": " << answer.body);
    CHECK(answer.status == status);
    return nlohmann::json::parse(answer.body, nullptr, false);
  }
  void begin(const std::string& way = "coexistence") {
    app = ask("POST", "/v1/apps", {{"name", "Shop"}}, 201)["id"];
    ask("PUT", "/v1/apps/" + app + "/config", {{"coexistenceEnabled", true}});
    onboarding = ask("POST", "/v1/apps/" + app + "/onboardings", {{"way", way}}, 201)["id"];
  }
  std::string path(const std::string& more = "") const { return "/v1/onboardings/" + onboarding + more; }
  void sign_up() {
    ask("POST", path("/signup-events"), {{"origin", "https://www.facebook.com"}, {"message", finish_event()}});
    ask("POST", path("/code"), {{"code", signup_code}}, 202);
  }
  nlohmann::json step(const std::string& name) {
    const nlohmann::json now = ask("GET", path());
    for (const nlohmann::json& one : now["steps"]) {
      if (one["step"] == name) return one;
    }
    return nullptr;
  }
  template <class Done>
  nlohmann::json wait_until(const std::string& where, Done done) {
    for (;;) {
      const nlohmann::json now = ask("GET", where);
      if (done(now)) return now;
      std::this_thread::yield();
    }
  }
  void wait_for_stage(const std::string& stage) {
    wait_until(path(), [&](const nlohmann::json& now) { return now["stage"] == stage; });
  }
  void deliver_everything() {
    CHECK(shim.post(sync_body("smb_app_state_sync")) == 200);
    CHECK(shim.post(sync_body("history")) == 200);
  }
  nlohmann::json life() { return ask("GET", "/v1/numbers/1001/life"); }

  FakeGraph graph;
  RunningShim shim;
  std::string app, onboarding;
};

}  // namespace twinline
