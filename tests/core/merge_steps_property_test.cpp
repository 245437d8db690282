// What a person who watches a history may rely on, after every single fact: statuses only rise, a revoke stays, and pages of
// any size put together are the thread.
#include <algorithm>
#include <map>
#include <string_view>

#include "core/decode/time.h"
#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/world.h"

using namespace twinline;
using namespace twinline::test;

namespace {

// A text member of a record; empty if it is absent.
std::string_view member(std::string_view record, std::string_view name) {
  const std::string start = "\"" + std::string(name) + "\":\"";
  const std::size_t at = record.find(start);
  if (at == std::string_view::npos) return {};
  record.remove_prefix(at + start.size());
  return record.substr(0, record.find('"'));
}

int rank_of(std::string_view status) {
  const auto* const found = std::find(std::begin(page_status_names), std::end(page_status_names), status);
  return status.empty() ? 0 : static_cast<int>(found - std::begin(page_status_names));
}

// The strings of one column of a page, row after row.
std::vector<std::string> column(const Page& page, std::string_view name, const auto& names) {
  const auto index = static_cast<std::size_t>(std::find(std::begin(names), std::end(names), name) - std::begin(names));
  std::vector<std::string> all;
  std::size_t at = 0, units = 0;
  for (const std::uint32_t end : page.text_end) {
    std::string text;
    while (units < end) {
      const auto first = static_cast<unsigned char>(page.text[at]);
      const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      text.append(page.text, at, bytes);
      at += bytes;
      units += bytes == 4 ? 2 : 1;
    }
    all.push_back(text);
  }
  std::vector<std::string> found;
  for (std::size_t row = 0; row < page.rows; ++row) found.push_back(all[row * page.strings + index]);
  return found;
}

void check_pages_of_thread(const History& history, std::string_view number, std::string_view thread) {
  const Page whole = history.messages({number, thread, 0, 100'000});
  const auto ids = column(whole, "id", message_strings);
  if (whole.total != ids.size()) FAIL("a thread of " << whole.total << " gave " << ids.size());
  for (std::size_t i = 1; i < ids.size(); ++i) {
    const auto before = static_cast<std::int64_t>(whole.at[i - 1]), after = static_cast<std::int64_t>(whole.at[i]);
    const bool ordered = is_earlier(before, after) || (before == after && ids[i - 1] < ids[i]);
    if (!ordered) FAIL("out of order: " << ids[i - 1] << " at " << before << ", " << ids[i] << " at " << after);
  }
  for (std::uint32_t limit = 1; limit <= whole.total + 1; ++limit) {
    std::vector<std::string> joined;
    for (std::uint32_t end = 0; end < whole.total; end += limit) {
      const Page page = history.messages({number, thread, end, limit});
      if (page.offset + page.rows + end != whole.total) FAIL("a page stands elsewhere than it says");
      const auto part = column(page, "id", message_strings);
      joined.insert(joined.begin(), part.begin(), part.end());
    }
    if (joined != ids) FAIL("pages of " << limit << " differ from thread " << thread);
  }
}

void check_pages(const History& history, std::string_view number) {
  const Page whole = history.threads({number, 0, 100'000});
  const auto threads = column(whole, "thread", thread_strings);
  if (whole.total != threads.size()) FAIL(whole.total << " threads gave " << threads.size());
  for (std::size_t i = 1; i < threads.size(); ++i) {
    const auto earlier = static_cast<std::int64_t>(whole.at[i]), later = static_cast<std::int64_t>(whole.at[i - 1]);
    if (is_earlier(later, earlier)) FAIL("thread " << threads[i] << " stands behind an older one");
  }
  for (std::uint32_t limit = 1; limit <= whole.total + 1; ++limit) {
    std::vector<std::string> joined;
    for (std::uint32_t offset = 0; offset < whole.total; offset += limit) {
      for (std::string& thread : column(history.threads({number, offset, limit}), "thread", thread_strings))
        joined.push_back(std::move(thread));
    }
    if (joined != threads) FAIL("pages of " << limit << " threads differ from all of them");
  }
  for (std::size_t i = 0; i < threads.size(); ++i) {
    check_pages_of_thread(history, number, threads[i]);
    if (whole.count[i] != history.messages({number, threads[i], 0, 0}).total) FAIL("a thread is counted wrongly");
  }
}

}  // namespace

TEST_CASE("statuses never go backwards and revokes never come undone, whatever comes next", "[history][property]") {
  for_seeds(1'000, [](std::uint32_t seed) {
    struct Seen {
      int status = 0;
      bool revoked = false;
    };
    std::map<std::pair<std::string, std::string>, Seen> seen;  // by number and any id
    World world(seed);
    History history;
    for (const std::string& body : world.retold(world.facts(4 + world.pick(16)))) {
      tell(history, body);
      for (const std::string& line : lines_of(records(history))) {
        if (const auto id = member(line, "id"); line.starts_with(R"({"record":"message")") && !id.empty())
          seen.try_emplace({std::string(member(line, "number")), std::string(id)});
      }
      for (auto& [key, before] : seen) {
        const std::string record = history.message_record(key.first, key.second);
        const int status = rank_of(member(record, "status"));
        const bool revoked = record.find(R"("revoked":true)") != std::string::npos;
        if (status < before.status || (before.revoked && !revoked))
          FAIL("TWINLINE_SEED=" << seed << " TWINLINE_CASES=1\nafter " << body << "\n" << record);
        before = {status, revoked};
      }
    }
    SUCCEED();
  });
}

TEST_CASE("pages of every size put together are the thread and the list of threads", "[history][property]") {
  for_seeds(400, [](std::uint32_t seed) {
    INFO("TWINLINE_SEED=" << seed << " TWINLINE_CASES=1");
    World world(seed);
    History history;
    const auto bodies = world.chance(25) ? world.with_erasure(30).all() : world.facts(3 + world.pick(40));
    const std::size_t look = bodies.size() / 2;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      tell(history, bodies[i]);
      // Looked at in between, too: what has been sorted once must not stay that way.
      if (i + 1 != bodies.size() && i != look) continue;
      for (const std::string& number : history.numbers()) check_pages(history, number);
    }
    SUCCEED();
  });
}
