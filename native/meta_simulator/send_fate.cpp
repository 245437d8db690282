#include "native/meta_simulator/send_fate.h"

#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::uint64_t fate_stream = 0xfa7e;
constexpr std::uint64_t dropped_each = 5, untaken_each = 3;
constexpr unsigned refused_percent = 20, very_slow_percent = 5;
constexpr std::int64_t very_slow_ms = 25'000;

GraphFault some_fault(Random& random) {
  switch (random.below(4)) {
    case 0:
      return throughput_fault();
    case 1:
      return pair_fault();
    case 2:
      return {.status = 500,
              .code = 131000,
              .message = "(#131000) Something went wrong",
              .details = "Message failed to send due to an unknown error"};
    default:
      return {.code = 131026, .message = "(#131026) Message undeliverable", .details = "Message Undeliverable."};
  }
}

}  // namespace

GraphFault throughput_fault() {
  return {.code = 130429,
          .message = "(#130429) Rate limit hit",
          .details =
              "Message failed to send because there were too many messages sent from this phone number in a "
              "short period of time"};
}

GraphFault pair_fault() {
  return {.code = 131056,
          .message = "(#131056) (Business Account, Consumer Account) pair rate limit hit",
          .details =
              "Message failed to send because there were too many messages sent from this phone number to the "
              "same phone number in a short period of time"};
}

GraphFault maintenance_fault() {
  return {.status = 500,
          .code = 131057,
          .message = "(#131057) Account in maintenance mode",
          .details = "Business Account is in maintenance mode"};
}

SendFate fate_of(Twist twist, std::uint64_t seed, std::uint64_t nth) {
  Random random(mix(mix(seed, fate_stream), nth));
  SendFate fate;
  if (twist == Twist::dropped_answers) {
    const std::uint64_t place = nth + seed;
    fate.unanswered = place % dropped_each == 0;
    fate.untaken = place % (dropped_each * untaken_each) == 0;
  } else if (twist == Twist::slow_answers) {
    fate.after_ms = random.chance(very_slow_percent) ? very_slow_ms : random.between(1'000, 8'000);
  } else if (twist == Twist::refuses && random.chance(refused_percent)) {
    fate.refusal = some_fault(random);
  }
  return fate;
}

}  // namespace twinline::simulator
