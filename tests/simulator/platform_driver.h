// Drives a simulated Meta without sockets: calls with a token, a signup from end to end, and time that one sets.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "native/meta_simulator/platform.h"

namespace twinline::tests {

using Json = nlohmann::json;

struct Answered {
  int status = 0;
  Json body;

  long long error() const { return body.at("error").at("code").get<long long>(); }
  long long subcode() const { return body.at("error").value("error_subcode", 0LL); }
};

simulator::PlatformPlan plan_of(std::string_view scenario);

class Driver {
 public:
  explicit Driver(std::string_view scenario = "burst") : Driver(plan_of(scenario)) {}
  explicit Driver(const simulator::PlatformPlan& plan) : platform(plan) {}

  // Without a version or a leading slash: "123/phone_numbers?fields=id". The body is JSON, or empty.
  Answered call(std::string_view method, const std::string& path, const Json& body = {});
  Answered ask(const std::string& path, const Json& question);  // below /simulator/
  // A body of another type.
  Answered post(const std::string& path, const std::string& content_type, std::string body);
  // The bytes at a path, with the query.
  std::string get(const std::string& path);
  Json state() { return call_raw("GET", "/simulator/state").body; }

  // Signs up number `index` of portfolio 0 and keeps its ids; returns the code.
  std::string sign_up(const Json& more = Json::object());
  Answered exchange(const std::string& code);
  // Signup, exchange and subscription.
  void connect(const Json& more = Json::object());
  Answered sync(std::string_view type);

  // All bodies that are due within that time, in order, each acknowledged.
  std::vector<std::string> bodies(std::int64_t span_ms = 0);
  // Of one webhook field.
  static std::vector<Json> of_field(const std::vector<std::string>& bodies, std::string_view field);

  simulator::Platform platform;
  std::int64_t now_ms = 1'782'864'000'000;
  std::string token, waba, number, message;
  // Of the latest answer.
  std::int64_t after_ms = 0;
  bool lost = false;

 private:
  simulator::Outcome carry(std::string_view method, const std::string& path, const std::string& content_type,
                           std::string body);
  Answered call_raw(std::string_view method, const std::string& path, const Json& body = {});
};

}  // namespace twinline::tests
