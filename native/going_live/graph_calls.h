// A few threads that talk to the Graph API, each with a client of its own, so that one slow answer holds up nobody else.
//
// An errand is done whole by one thread. Those that are urgent (a code of a signup lives 30 seconds) go before all that
// wait. When it ends, errands that wait are forgotten and requests in progress end without an answer.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/graph/answers.h"
#include "native/http/client.h"

namespace twinline {

// What an intent says of a call whose answer was read. Where nothing was written it is not_sent, whatever the reply says.
template <class T>
Outcome outcome_of(const GraphReply<T>& reply) {
  return reply ? Outcome::done : reply.error.outcome;
}

class GraphCalls {
 public:
  using Errand = std::function<void(HttpClient& client)>;
  enum class Urgency { usual, urgent };

  explicit GraphCalls(unsigned threads = 4);
  ~GraphCalls();  // stops
  GraphCalls(const GraphCalls&) = delete;
  GraphCalls& operator=(const GraphCalls&) = delete;

  void run(Errand errand, Urgency urgency = Urgency::usual);
  void stop();

 private:
  void work(HttpClient& client);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Errand> errands_;
  bool stopping_ = false;
  std::deque<HttpClient> clients_;  // stays where it is
  std::vector<std::thread> threads_;
};

}  // namespace twinline
