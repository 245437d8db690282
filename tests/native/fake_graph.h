// A Graph API of a few canned answers, on a free port, that notes what was asked of it.
//
// An answer may be held back, or be another than usual. For whole stories there is the simulator.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "native/http/server.h"
#include "tests/support/catch.h"

namespace twinline {

class FakeGraph {
 public:
  static constexpr const char* token = "EAAG-a-token-of-a-business";

  FakeGraph() : server_({}, [this](const HttpRequest& request, const Reply& reply) { answer(request, reply); }) {
    REQUIRE_FALSE(server_.start());
  }
  ~FakeGraph() { release(); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

  // From now on, `call` (its last piece: "subscribed_apps") is answered so.
  void answer_with(const std::string& call, Response response) {
    const std::lock_guard lock(mutex_);
    answers_[call] = std::move(response);
  }
  void hold(const std::string& call) {
    const std::lock_guard lock(mutex_);
    held_ = call;
  }
  void release() {
    std::vector<std::pair<Reply, Response>> waiting;
    {
      const std::lock_guard lock(mutex_);
      held_.clear();
      waiting.swap(waiting_);
    }
    for (const auto& [reply, response] : waiting) reply.send(response);
  }
  void wait_for(const std::string& call, std::size_t times = 1) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count(call) >= times; });
  }
  std::vector<std::string> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::size_t times(const std::string& call) {
    const std::lock_guard lock(mutex_);
    return count(call);
  }

 private:
  std::size_t count(const std::string& call) const {
    return static_cast<std::size_t>(std::count(asked_.begin(), asked_.end(), call));
  }

  static std::string name_of(const HttpRequest& request) {
    std::string name = request.path.substr(request.path.rfind('/') + 1);
    if (request.body.find("smb_app_state_sync") != std::string::npos) name += " contacts";
    if (request.body.find("\"history\"") != std::string::npos) name += " history";
    return name;
  }

  static std::string usual(const std::string& name) {
    const std::string number =
        R"({"id":"1001","display_phone_number":"+49 30 123","verified_name":"Shop","is_on_biz_app":true,"platform_type":"CLOUD_API","quality_rating":"GREEN"})";
    if (name == "access_token") return R"({"access_token":")" + std::string(token) + R"(","token_type":"bearer"})";
    if (name == "phone_numbers") return R"({"data":[)" + number + "]}";
    if (name == "1001") return number;
    if (name.starts_with("smb_app_data"))
      return R"({"messaging_product":"whatsapp","request_id":"r-)" + name.substr(13) + R"("})";
    if (name == "subscriptions") {
      return R"({"data":[{"object":"whatsapp_business_account","active":true,"callback_url":"https://shim.example/webhooks/meta",)"
             R"("fields":["messages","history","smb_app_state_sync","smb_message_echoes","account_update"]}]})";
    }
    return R"({"success":true})";
  }

  void answer(const HttpRequest& request, const Reply& reply) {
    const std::string name = name_of(request);
    const std::lock_guard lock(mutex_);
    asked_.push_back(name);
    const auto other = answers_.find(name);
    const Response response =
        other != answers_.end() ? other->second : Response{200, {{"Content-Type", "application/json"}}, usual(name)};
    if (held_ == name) {
      waiting_.emplace_back(reply, response);
    } else {
      reply.send(response);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> asked_;
  std::map<std::string, Response> answers_;
  std::string held_;
  std::vector<std::pair<Reply, Response>> waiting_;
  HttpServer server_;
};

}  // namespace twinline
