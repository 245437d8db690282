// Carries bodies to one address as Meta does: signed, a few at a time, each again and again until it is answered 200, with
// longer and longer pauses. A body is never given up while this runs. Order is not promised.
//
// Bodies are made when their turn comes, so a long queue is small. Thread-safe.
#pragma once

#include <spdlog/logger.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/http.h"

namespace twinline::simulator {

using Send = std::function<Answer(const Request&)>;

struct CourierOptions {
  std::string url;
  std::string app_secret;
  unsigned workers = 4;
  std::int64_t first_retry_ms = 500;
  std::int64_t longest_retry_ms = 30'000;
};

struct Parcel {
  std::string what;                    // for the log
  std::function<std::string()> body;   // called by any worker, and again for each attempt
  std::function<void()> acknowledged;  // called once, by any worker; may be empty
};

struct CourierCounts {
  std::size_t posts = 0;    // attempts
  std::size_t refused = 0;  // answers other than 200, and none
  std::size_t taken = 0;    // bodies answered 200
  std::size_t pending = 0;  // bodies not yet answered 200
};

class Courier {
 public:
  // `make_send` is called once by each worker, so that each may own a connection.
  Courier(CourierOptions options, std::function<Send()> make_send, std::shared_ptr<spdlog::logger> log);
  ~Courier();  // stops

  void post(Parcel parcel, std::int64_t after_ms = 0);
  CourierCounts counts() const;
  // Waits until at most `limit` bodies are pending, but no longer than that; says whether it is so.
  bool wait_until_pending(std::size_t limit, std::int64_t patience_ms);
  // Starts nothing more and waits a little for what is on its way. What has not been answered by then is left behind.
  void stop();

 private:
  struct State;
  // Shared with the workers: one that waits for a silent target must not hold up the end of the program.
  std::shared_ptr<State> state_;
};

}  // namespace twinline::simulator
