// What people see of a message is judged as it stands now: after its edits, its revoke and what is known of its person.
#include <string>

#include "core/history/history.h"
#include "core/history/media_due.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"
#include "tests/support/merging.h"

using namespace twinline;
using namespace twinline::test;

namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t onboarded = 1739321000;

std::string message(const std::string& id, std::int64_t at, const std::string& rest) {
  return R"({"id":")" + id + R"(","timestamp":")" + std::to_string(at) + "\"," + rest + "}";
}

std::string live(const std::string& id, std::int64_t at, const std::string& rest) {
  return webhook("messages", R"("messages":[)" + message(id, at, rest) + "]");
}

std::string edit(const std::string& target, const std::string& content) {
  return live(
      "wamid.E", onboarded + 5,
      R"("from":"4917","type":"edit","edit":{"original_message_id":")" + target + R"(","message":{)" + content + "}}");
}

const std::string taken_back =
    live("wamid.R", onboarded + 9, R"("from":"4917","type":"revoke","revoke":{"original_message_id":"wamid.A"})");
const std::string placeholder = live("wamid.A", onboarded, R"("from":"4917","type":"media_placeholder")");

struct Seen {
  History history;
  explicit Seen(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) tell(history, line);
  }
  Page page(std::string_view thread = "4917") const { return history.messages({"106", thread}); }
  bool shows(const std::string& text) const { return page().text.find(text) != std::string::npos; }
  unsigned flags() const { return page().flags.at(0); }
  std::string issues() const { return history.issues("106", onboarded + day); }
  MediaDue due(std::int64_t now) const { return history.media_due({"106", now, 30 * day, 0xF, 0, 50}); }
};

std::uint32_t count(const MediaDue& due, MediaState state) { return due.counts[static_cast<std::size_t>(state)]; }

}  // namespace

TEST_CASE("a message that could not be decoded is readable once an edit says its text", "[history]") {
  const std::string unsupported =
      live("wamid.A", onboarded, R"("from":"4917","type":"unsupported","errors":[{"code":131060}])");
  CHECK(Seen({unsupported}).flags() == page_undecodable);
  const Seen edited({unsupported, edit("wamid.A", R"("type":"text","text":{"body":"now readable"})")});
  CHECK(edited.flags() == page_edited);
  CHECK(edited.shows("now readable"));
  CHECK(edited.issues() == "[]");
}

TEST_CASE("an edit may bring the medium, and then its id is the one that ends", "[history]") {
  const std::string image = R"("type":"image","image":{"id":"NEW"})";
  const Seen brought({placeholder, edit("wamid.A", image)});
  CHECK(brought.flags() == page_edited);
  CHECK(brought.issues() == "[]");
  CHECK(count(brought.due(onboarded), MediaState::missing) == 0);
  const Seen replaced({live("wamid.A", onboarded - 6 * day, R"("from":"4917","type":"image","image":{"id":"OLD"})"),
                       edit("wamid.A", image)});
  const MediaDue due = replaced.due(onboarded + 3 * day);
  CHECK(count(due, MediaState::due) == 1);
  CHECK(due.page.text.find("NEW") != std::string::npos);
  CHECK(due.page.text.find("OLD") == std::string::npos);
}

TEST_CASE("a message taken back waits for nothing", "[history]") {
  CHECK(Seen({placeholder}).flags() == page_media_missing);
  CHECK(Seen({placeholder, taken_back}).flags() == page_revoked);
}

TEST_CASE("an echo older than the first onboarding came with the history: its medium ends later", "[history]") {
  const std::string sync = R"({"record":"sync","number":"106","onboarding":)" + std::to_string(onboarded) +
                           R"(,"type":"history","chunks":[[0,1]]})";
  const auto echo = [](std::int64_t at) {
    return webhook("smb_message_echoes",
                   R"("message_echoes":[)" +
                       message("wamid.A", at, R"("from":"15550783881","to":"4917","type":"image","image":{"id":"M"})") +
                       "]");
  };
  const Seen before({sync, echo(onboarded - 10 * day)});
  CHECK(count(before.due(onboarded + day), MediaState::due) == 1);
  CHECK(count(before.due(onboarded + 8 * day), MediaState::expired) == 1);
  const Seen after({sync, echo(onboarded + day)});
  CHECK(count(after.due(onboarded + 9 * day), MediaState::expired) == 1);
}

TEST_CASE("of one person's reactions under two names the latest counts", "[history]") {
  const auto group = [](const std::string& id, std::int64_t at, const std::string& who, const std::string& emoji) {
    return live(
        id, at,
        who + R"(,"group_id":"G","type":"reaction","reaction":{"message_id":"wamid.A","emoji":")" + emoji + "\"}");
  };
  const std::string said =
      live("wamid.A", onboarded, R"("from":"4918","group_id":"G","type":"text","text":{"body":"x"})");
  const std::string liked = group("wamid.1", onboarded + 1, R"("from_user_id":"DE.1")", "LIKED");
  const std::string disliked = group("wamid.2", onboarded + 2, R"("from":"4917","from_user_id":"DE.1")", "");
  CHECK(Seen({said, liked}).page("group:G").text.find("LIKED") != std::string::npos);
  CHECK(Seen({said, liked, disliked}).page("group:G").text.find("LIKED") == std::string::npos);
}

TEST_CASE("a contact's name holds for every name of the person", "[history]") {
  const std::string contact = webhook("smb_app_state_sync", R"("state_sync":[{"type":"contact","action":"add",
      "contact":{"user_id":"DE.1","full_name":"Ana Contact"},"metadata":{"timestamp":"1739321000"}}])");
  const std::string both =
      live("wamid.A", onboarded, R"("from":"4917","from_user_id":"DE.1","type":"text","text":{"body":"x"})");
  CHECK(Seen({contact, both}).shows("Ana Contact"));
}

TEST_CASE("what a group is sent by API stands in the group's thread", "[history]") {
  const std::string sent =
      R"({"sent":{"number":"106","at":1739321005,"request":{"to":"G1","recipient_type":"group","type":"text",
      "text":{"body":"hi all"}},"answer":{"messages":[{"id":"wamid.S"}]}}})";
  const Seen seen(
      {live("wamid.A", onboarded, R"("from":"4917","group_id":"G1","type":"text","text":{"body":"x"})"), sent});
  CHECK(seen.page("group:G1").rows == 2);
}

TEST_CASE("issues of a sync end with the next onboarding, and a history that came after all was not declined",
          "[history]") {
  const auto sync = [](std::int64_t onboarding, const std::string& rest) {
    return R"({"record":"sync","number":"106","onboarding":)" + std::to_string(onboarding) + R"(,"type":"history",)" +
           rest + "}";
  };
  const std::string declined = sync(onboarded, R"("chunks":[[0,1]],"declined":{"code":2593109})");
  CHECK(Seen({declined}).issues().find("history_declined") != std::string::npos);
  CHECK(Seen({declined, sync(onboarded, R"("chunks":[[0,1]],"progress":100)")}).issues() == "[]");
  const std::string gap = sync(onboarded, R"("chunks":[[0,1],[0,3]],"progress":100)");
  CHECK(Seen({gap}).issues().find("history_gap") != std::string::npos);
  CHECK(Seen({gap, sync(onboarded + day, R"("chunks":[[0,1]],"progress":100)")}).issues() == "[]");
}
