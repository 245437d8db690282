#include "tests/support/events.h"

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "tests/support/catch.h"

namespace twinline::test {

std::vector<nlohmann::json> events_of(std::string_view body) {
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE(batch);
  std::string lines;
  write_events(**batch, {}, lines);
  std::vector<nlohmann::json> events;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    events.push_back(nlohmann::json::parse(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                           lines.begin() + static_cast<std::ptrdiff_t>(end)));
    at = end + 1;
  }
  return events;
}

}  // namespace twinline::test
