// core/json against Boost.JSON and nlohmann/json: the same texts are JSON, and the same calls are made about them. Allowed
// differences: damaged text is repaired, nesting ends at 64 levels, numbers may be too large for a double, and the byte of an
// error is each parser's own.
#include <cstddef>
#include <cstdint>

#include "core/json/push.h"
#include "tests/fuzz/calls.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/other_readers.h"
#include "tests/fuzz/slow_repair.h"

namespace twinline::fuzz {
namespace {

struct Sink {
  Calls calls;
  std::string_view source;
  std::size_t depth = 0;
  std::size_t deepest = 0;

  void restart(std::string_view text) {
    calls.clear();
    source = text;
    depth = 0;
  }
  void open_object() {
    calls.open_object();
    deepest = std::max(deepest, ++depth);
  }
  void open_array() {
    calls.open_array();
    deepest = std::max(deepest, ++depth);
  }
  void close() {
    calls.close();
    --depth;
  }
  void key(std::string_view name) { calls.key(name); }
  void leaf(std::string_view text, Leaf kind) {
    switch (kind) {
      case Leaf::string:
        return calls.string(text);
      case Leaf::number:
        return calls.number(text);
      default:
        return calls.word(text);
    }
  }
};

void compare(bool ours, const Calls& calls, Verdict verdict, const Calls& theirs, std::string_view who) {
  if (verdict == Verdict::no_opinion) return;
  check(ours == (verdict == Verdict::accepted), std::string("the same is JSON for us and for ") + std::string(who));
  if (ours) check_equal(calls.text(), theirs.text(), std::string("the same calls as by ") + std::string(who));
}

void read(std::string_view text) {
  Sink sink;
  Push<Sink> push(sink);
  const bool accepted = push(text);
  check(sink.deepest <= max_json_depth, "no deeper than 64 levels");
  if (!accepted) check(push.error().byte <= text.size(), "an error stands inside the text");
  if (!accepted && push.error().code == ErrorCode::too_deep) return;

  const std::string plain = repaired(text);
  if (accepted) check((push.repaired() != 0) == (plain != text), "repaired is what was damaged");
  Calls boost, nlohmann;
  compare(accepted, sink.calls, read_with_boost(plain, boost), boost, "Boost.JSON");
  compare(accepted, sink.calls, read_with_nlohmann(plain, nlohmann), nlohmann, "nlohmann");

  // A parser that has read one text reads the next as if it were the first.
  const std::string first = sink.calls.text();
  check(push(text) == accepted, "a second reading ends as the first");
  check_equal(first, sink.calls.text(), "a second reading says the same");
}

}  // namespace
}  // namespace twinline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinline::fuzz::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
