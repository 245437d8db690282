// The scheduler's side of ./dev bench schedule: so many sends to so many users are submitted at once and go out at 20 a
// second on a virtual clock, each accepted at once.
//
//     schedule_bench SENDS USERS
//
// Prints the processor time of submitting and of deciding as one line of JSON, then the start times, one a line. The
// sends are made before the clock runs, as the functions of the other contenders are.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/schedule/scheduler.h"

namespace {

using namespace twinline;

constexpr std::size_t batch_size = 10'000;

double processor_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

Send send_number(std::size_t i, std::size_t users) {
  constexpr std::array<Lane, 10> lanes{Lane::reply,     Lane::utility,   Lane::utility,   Lane::marketing,
                                       Lane::marketing, Lane::marketing, Lane::marketing, Lane::marketing,
                                       Lane::marketing, Lane::marketing};
  constexpr std::array<const char*, 3> campaigns{"spring", "summer", "autumn"};
  const std::size_t user = i * 2'654'435'761U % 4'294'967'291U % users;
  Send send;
  send.id = "m" + std::to_string(i);
  send.to = "49" + std::to_string(15'100'000'000U + user * 7919);
  send.lane = lanes[i % lanes.size()];
  if (send.lane == Lane::marketing) send.campaign = campaigns[i % campaigns.size()];
  return send;
}

int run(std::size_t sends, std::size_t users) {
  std::vector<std::vector<Send>> batches;
  for (std::size_t i = 0; i < sends; ++i) {
    if (i % batch_size == 0) batches.emplace_back().reserve(batch_size);
    batches.back().push_back(send_number(i, users));
  }
  std::vector<TimeMs> starts;
  starts.reserve(sends);
  auto scheduler = Scheduler::create({}, newest_scheduler_rules());
  if (!scheduler) return 1;

  const double begun = processor_ms();
  for (std::vector<Send>& batch : batches) scheduler->submit(std::move(batch), 0);
  const double submitted = processor_ms();
  for (TimeMs now = 0; now != never_ms; now = scheduler->wake(now)) {
    while (const auto ticket = scheduler->due(now)) {
      if (!scheduler->started(*ticket, now)) return 1;
      starts.push_back(now);
      scheduler->settle(*ticket, {}, now);
    }
  }
  const double decided = processor_ms();

  std::cout << "{\"submit_ms\":" << submitted - begun << ",\"decide_ms\":" << decided - submitted << "}\n";
  for (const TimeMs start : starts) std::cout << start << '\n';
  return 0;
}

}  // namespace

int main(int count, char** texts) {
  if (count != 3) {
    std::cerr << "schedule_bench SENDS USERS\n";
    return 2;
  }
  return run(std::strtoull(texts[1], nullptr, 10), std::strtoull(texts[2], nullptr, 10));
}
