// Judges what `twinline plan` printed for a scenario, by brute force and with no code of core/schedule.
//
// It walks every millisecond and recounts everything from the list of lines: what was over a limit, what went twice, what
// was lost, and every millisecond in which something could have gone and did not.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace plan_judge {

using Ms = std::int64_t;

struct Message {
  std::string id, to, lane = "utility", tenant;
  Ms at = 0, not_before = 0, expires = -1;  // -1: never
};
struct Inbound {
  Ms at = 0;
  std::int64_t count = 0;
};
struct Answer {
  std::string id;
  int attempt = 1;
  int code = -1;  // -1: accepted
  Ms latency = 0;
  bool lost = false;
};
struct Scenario {
  std::int64_t rate = 20, headroom = 0, floor = 5, seed = 1;
  Ms guard = 0, every = 6000, burst = 45;
  std::vector<Inbound> inbound;
  std::vector<Message> messages;
  std::vector<Answer> answers;
};
struct Line {
  std::string id, end, reason, lane;
  Ms at = 0;
  int attempt = 0;  // 0: an end
};

std::string to_json(const Scenario& scenario);
std::vector<Line> read_lines(const std::string& ndjson);

// Empty if nothing is wrong; else what is, one thing a line.
std::string judge(const Scenario& scenario, const std::vector<Line>& lines);

}  // namespace plan_judge
