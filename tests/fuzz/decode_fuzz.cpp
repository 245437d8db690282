// Any bytes into decode: they are refused with a byte inside them, or told as events that keep the contract, the same each
// time; and a history that is told them twice is the history that was told them once.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "core/history/history.h"
#include "tests/fuzz/check.h"

namespace twinline::fuzz {
namespace {

using nlohmann::json;

// What a decoder says about a text: its events, or nothing where it refuses.
std::optional<std::string> events_of(Decoder& decoder, std::string_view text) {
  const auto batch = decoder(text);
  if (!batch) {
    check(batch.error().byte <= text.size() || !batch.error().place.empty(), "an error stands inside the text");
    check(!batch.error().what.empty(), "an error says what is wrong");
    return std::nullopt;
  }
  std::string events;
  write_events(**batch, {"input", 1}, events);
  return events;
}

bool is_one_of(const json& value, const std::set<std::string>& words) {
  return value.is_string() && words.contains(value.get<std::string>());
}

void check_event(const std::string& line) {
  const json event = json::parse(line, nullptr, false);
  check(event.is_object(), "an event is one JSON object a line");
  check(event.contains("event") && event["event"].is_string() && !event["event"].get<std::string>().empty(),
        "an event says what it is");
  check(event.value("file", "") == "input" && event.value("line", 0) == 1, "an event says where it was read");
  check(event.contains("path") && event["path"].is_string(), "an event says where in the body it stands");
  const std::string path = event["path"];
  check(path.empty() || path.starts_with('/'), "a path is a JSON pointer");
  if (event.contains("at")) check(event["at"].is_number_integer(), "a time is a number of seconds");
  if (event.contains("direction")) check(is_one_of(event["direction"], {"in", "out"}), "there are two directions");
  if (event.contains("origin")) {
    check(is_one_of(event["origin"], {"live", "echo", "history", "history_media", "api"}), "there are five origins");
  }
  if (event["event"] == "message") {
    check(event.contains("direction") && event.contains("origin"), "a message has a direction and an origin");
  }
  if (event["event"] == "history_chunk") {
    check(event.contains("threads") && event.contains("messages"), "a chunk is counted");
  }
}

std::string records_of(const History& history) {
  std::string lines;
  history.write_records([&lines](std::string_view piece) { lines += piece; });
  return lines;
}

void decode(std::string_view text) {
  // One has seen everything before, the other nothing.
  static Decoder experienced;
  Decoder fresh;
  const auto events = events_of(experienced, text);
  check(events == events_of(fresh, text), "what was decoded before makes no difference");
  if (!events) return;
  check(!events->empty() && events->back() == '\n', "every body gives an event");
  for (std::size_t at = 0; at < events->size();) {
    const std::size_t end = events->find('\n', at);
    check_event(events->substr(at, end - at));
    at = end + 1;
  }

  History history;
  history.apply(**fresh(text));
  const std::string once = records_of(history);
  history.apply(**fresh(text));
  check_equal(once, records_of(history), "told twice is told once");
}

}  // namespace
}  // namespace twinline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinline::fuzz::decode({reinterpret_cast<const char*>(data), size});
  return 0;
}
