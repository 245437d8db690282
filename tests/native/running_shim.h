// A whole shim on a free port, with stores in memory.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "core/policy/load.h"
#include "native/api/service.h"
#include "native/http/client.h"
#include "native/http/signature.h"
#include "tests/native/temp_folder.h"
#include "tests/support/catch.h"

namespace twinline {

inline constexpr const char* shim_secret = "app secret";
inline const std::pair<std::string, std::string> bearer = {"Authorization", "Bearer admin token"};

class RunningShim {
 public:
  explicit RunningShim(std::unique_ptr<Journal> journal = make_memory_journal(),
                       const std::function<void(ServiceOptions&)>& adjust = {},
                       std::unique_ptr<Ledger> ledger = make_memory_ledger(),
                       std::unique_ptr<Sends> sends = make_memory_sends())
      : journal_(std::move(journal)), ledger_(std::move(ledger)), sends_(std::move(sends)) {
    std::filesystem::create_directory(folder / "assets");
    std::ofstream(folder / "index.html") << "<html>dashboard</html>";
    std::ofstream(folder / "assets/app-1234.js") << "app()";
    options.secrets = {shim_secret, "verify me", "admin token"};
    options.dashboard_folder = folder.path();
    options.going_live.policy = *builtin_policy("meta");
    if (adjust) adjust(options);
    start();
  }

  // Over the same stores, as after the end of a process.
  void start() {
    service.reset();
    service.emplace(options, Stores{*journal_, *records_, *ledger_, *sends_}, Seal(std::string(32, 'k')),
                    ServiceLog{[](const std::string&) {}, [](const std::string&) {}});
    REQUIRE_FALSE(service->start());
  }

  Answer send(const std::string& method, const std::string& path, const Headers& headers = {},
              const std::string& body = "") {
    return client_.send({method, "http://127.0.0.1:" + std::to_string(service->port()) + path, headers, body});
  }
  Answer get(const std::string& path) { return send("GET", path, {bearer}); }
  int post(const std::string& body) {
    return send("POST", "/webhooks/meta", {{"X-Hub-Signature-256", sign_body(shim_secret, body)}}, body).status;
  }
  void wait_for_projection() const {
    while (service->counters().projected < service->counters().deliveries) std::this_thread::yield();
  }
  Journal& journal() { return *journal_; }
  Sends& sends() { return *sends_; }

 private:
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Records> records_ = make_memory_records();
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Sends> sends_;
  HttpClient client_;

 public:
  TempFolder folder;
  ServiceOptions options;
  std::optional<Service> service;
};

}  // namespace twinline
