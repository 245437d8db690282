// The rules of the merge, one small example each.
#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/merging.h"
#include "tests/support/wamid.h"

using namespace twinline;
using namespace twinline::test;

namespace {

std::string value(const std::string& field, const std::string& members, const std::string& number = "106") {
  return R"({"entry":[{"id":"10229","changes":[{"field":")" + field + R"(","value":{"metadata":{"phone_number_id":")" +
         number + R"(","display_phone_number":"15550783881"},)" + members + "}}]}]}";
}

// {"id":…,"timestamp":…,MORE}
std::string element(const std::string& id, std::int64_t at, const std::string& more) {
  return R"({"id":")" + id + R"(","timestamp":")" + std::to_string(at) + "\"," + more + "}";
}

std::string text(const std::string& body) { return R"("type":"text","text":{"body":")" + body + "\"}"; }

std::string live(const std::string& id, std::int64_t at, const std::string& content, const std::string& from = "4917") {
  return value("messages", R"("messages":[)" + element(id, at, R"("from":")" + from + "\"," + content) + "]");
}

std::string echo(const std::string& id, std::int64_t at, const std::string& content, const std::string& to = "4917") {
  return value(
      "smb_message_echoes",
      R"("message_echoes":[)" + element(id, at, R"("from":"15550783881","to":")" + to + "\"," + content) + "]");
}

std::string told(const std::string& id, std::int64_t at, const std::string& content, const std::string& thread = "4917",
                 const std::string& status = "read") {
  return value("history", R"("history":[{"threads":[{"id":")" + thread + R"(","messages":[)" +
                              element(id, at, content + R"(,"history_context":{"status":")" + status + "\"}") +
                              "]}]}]");
}

std::string medium(const std::string& id, const std::string& person) {
  return value("history",
               R"("messages":[)" + element(id, 1739321500, person + R"("type":"image","image":{"id":"m1"})") + "]");
}

std::string status(const std::string& id, const std::string& step, std::int64_t at, const std::string& more = {}) {
  return value("messages",
               R"("statuses":[)" + element(id, at, R"("recipient_id":"4917","status":")" + step + "\"" + more) + "]");
}

std::string edit(const std::string& id, const std::string& target, std::int64_t at, const std::string& content) {
  return live(id, at,
              R"("type":"edit","edit":{"original_message_id":")" + target + R"(","message":{)" + content + "}}");
}

std::string revoking(const std::string& target) {
  return live("wamid.revoke", 1739321900, R"("type":"revoke","revoke":{"original_message_id":")" + target + "\"}");
}

std::string reaction(const std::string& id, const std::string& target, std::int64_t at, const std::string& emoji) {
  return live(id, at, R"("type":"reaction","reaction":{"message_id":")" + target + R"(","emoji":")" + emoji + "\"}");
}

std::string contact(const std::string& action, const std::string& name, const std::string& timestamp) {
  return value("smb_app_state_sync", R"("state_sync":[{"type":"contact","action":")" + action +
                                         R"(","contact":{"full_name":")" + name +
                                         R"(","phone_number":"4917"},"metadata":{"timestamp":")" + timestamp + "\"}}]");
}

std::string profile(const std::string& members, const std::string& message) {
  return value("messages", R"("contacts":[{)" + members + R"(}],"messages":[)" + message + "]");
}

// The only line of that kind.
std::string only(const std::string& kind, const std::vector<std::string>& bodies) {
  std::string found;
  int count = 0;
  for (const std::string& line : lines_of(records(bodies))) {
    if (!line.starts_with(R"({"record":")" + kind + "\"")) continue;
    found = line;
    ++count;
  }
  return count == 1 ? found : std::to_string(count) + " of them\n" + records(bodies);
}

// The only message, which must not depend on the order of the bodies.
std::string message(std::vector<std::string> bodies) {
  const std::string once = only("message", bodies);
  std::reverse(bodies.begin(), bodies.end());
  CHECK(only("message", bodies) == once);
  return once;
}

int count(const std::string& kind, const std::vector<std::string>& bodies) {
  int count = 0;
  for (const std::string& line : lines_of(records(bodies))) count += line.starts_with(R"({"record":")" + kind + "\"");
  return count;
}

bool has(const std::string& line, const std::string& part) { return line.find(part) != std::string::npos; }

constexpr std::int64_t noon = 1739321000;

}  // namespace

// Key and aliases.

TEST_CASE("history and echo of one sent message are one, though their wamids differ", "[history][rules]") {
  const std::string in_history = business_wamid("15550783881", "3EB0AA"), in_echo = business_wamid("4917", "3EB0AA");
  const std::string all = message({told(in_history, noon, text("a")), echo(in_echo, noon, text("a"))});
  CHECK(has(all, R"("id":")" + in_echo + "\""));
  CHECK(has(all, R"("aliases":[")" + in_history + R"("])"));
}

TEST_CASE("one stanza id to two people is two messages", "[history][rules]") {
  CHECK(count("message", {told(business_wamid("15550783881", "3EB0AA"), noon, text("a"), "4917"),
                          echo(business_wamid("4918", "3EB0AA"), noon, text("a"), "4918")}) == 2);
}

TEST_CASE("a link that comes late unites what was stored under either name", "[history][rules]") {
  const std::string user =
      value("smb_message_echoes",
            R"("message_echoes":[)" +
                element(business_wamid("1", "3EB0AA"), noon, R"("to_user_id":"DE.1",)" + text("a")) + "]");
  const std::string phone = told(business_wamid("15550783881", "3EB0AA"), noon, text("a"));
  CHECK(count("message", {user, phone}) == 2);
  const std::string link = value("messages", R"("contacts":[{"wa_id":"4917","user_id":"DE.1"}])");
  CHECK(has(message({user, phone, link}), R"("peers":["4917","DE.1"])"));
}

TEST_CASE("customers' messages are never united by their stanza id", "[history][rules]") {
  CHECK(count("message", {live(customer_wamid("4917", "3EB0AA"), noon, text("a")),
                          live(customer_wamid("1", "3EB0AA"), noon, text("a"))}) == 2);
}

TEST_CASE("a wamid that does not decode to its last byte is a name like any other", "[history][rules]") {
  const std::string cut = business_wamid("4917", "3EB0AA").substr(0, 30);
  CHECK(count("message", {echo(cut, noon, text("a")), told(business_wamid("1", "3EB0AA"), noon, text("a"))}) == 2);
}

TEST_CASE("a business-sent wamid without a stanza id has no alias", "[history][rules]") {
  CHECK(count("message", {echo(business_wamid("4917", ""), noon, text("a")),
                          told(business_wamid("15550783881", ""), noon, text("a"))}) == 2);
}

TEST_CASE("what is about a message finds it under any of its ids", "[history][rules]") {
  const std::string in_history = business_wamid("15550783881", "3EB0AA"), in_echo = business_wamid("4917", "3EB0AA");
  const std::string all = message({echo(in_echo, noon, text("a")), told(in_history, noon, text("a")),
                                   status(in_history, "read", noon + 5), edit("e", in_history, noon + 9, text("b"))});
  CHECK(has(all, R"("read":1739321005)"));
  CHECK(has(all, R"("text":"b")"));
}

TEST_CASE("the id shown is the smallest seen live, else the smallest of all", "[history][rules]") {
  const std::string one = business_wamid("15550783881", "3EB0AA"), two = business_wamid("4917", "3EB0AA"),
                    three = business_wamid("4917000", "3EB0AA");
  std::vector<std::string> sorted = {one, two, three};
  std::sort(sorted.begin(), sorted.end());
  CHECK(has(message({told(sorted[2], noon, text("a")), told(sorted[0], noon, text("a"))}),
            R"("id":")" + sorted[0] + "\",\"aliases\":[\"" + sorted[2] + "\"]"));
  CHECK(has(
      message({told(sorted[0], noon, text("a")), echo(sorted[1], noon, text("a")), echo(sorted[2], noon, text("a"))}),
      R"("id":")" + sorted[1] + "\""));
}

TEST_CASE("one wamid under two numbers is two messages", "[history][rules]") {
  const std::string members = R"("messages":[)" + element("w", noon, R"("from":"4917",)" + text("a")) + "]";
  CHECK(count("message", {value("messages", members, "106"), value("messages", members, "107")}) == 2);
}

// Placed.

TEST_CASE("live places a message before history, and history before its media", "[history][rules]") {
  const std::string all = message({live("w", noon + 100, text("a")), told("w", noon, text("a"))});
  CHECK(has(all, R"("at":1739321100,"placed_by":"live")"));
  const std::string old =
      message({told("w", noon + 900, R"("type":"media_placeholder")"), medium("w", R"("from":"4918",)")});
  CHECK(has(old, R"("peer":"4917","at":1739321900,"placed_by":"history")"));
  CHECK(has(old, R"("origins":["history","history_media"])"));
}

TEST_CASE("among equal origins the earliest believable time places a message", "[history][rules]") {
  CHECK(has(message({live("w", noon + 5, text("a")), live("w", noon, text("a")), live("w", 17, text("a")),
                     live("w", 99'999'999'999, text("a"))}),
            R"("at":1739321000,)"));
}

TEST_CASE("a time that cannot be is kept as sent and stands first", "[history][rules]") {
  const std::string all = records({live("now", noon, text("a")), live("never", 99'999'999'999, text("b"))});
  CHECK(has(all, R"("at":99999999999)"));
  CHECK(all.find(R"("id":"never")") < all.find(R"("id":"now")"));
}

TEST_CASE("messages of one second stand in the order of their ids, however they came", "[history][rules]") {
  const std::string all = records({live("c", noon, text("1")), live("a", noon, text("2")), live("b", noon, text("3"))});
  CHECK(all.find(R"("id":"a")") < all.find(R"("id":"b")"));
  CHECK(all.find(R"("id":"b")") < all.find(R"("id":"c")"));
}

// Content.

TEST_CASE("content beats a placeholder, and a placeholder what could not be decoded", "[history][rules]") {
  const std::string unsupported = live("w", noon, R"("type":"unsupported","errors":[{"code":131051}])");
  const std::string placeholder = told("w", noon, R"("type":"media_placeholder")");
  CHECK(has(message({unsupported, placeholder}), R"("type":"media_placeholder")"));
  const std::string all = message({unsupported, placeholder, medium("w", R"("from":"4917",)")});
  CHECK(has(all, R"("type":"image","media":{"id":"m1"})"));
  CHECK_FALSE(has(all, "131051"));
}

TEST_CASE("of two contents the greater type wins, then the longer, then the greater bytes", "[history][rules]") {
  CHECK(has(message({live("w", noon, text("long text")), live("w", noon, R"("type":"video","video":{"id":"m"})")}),
            "video"));
  CHECK(has(message({live("w", noon, text("zz")), live("w", noon, text("aaa"))}), R"("text":"aaa")"));
  CHECK(has(message({live("w", noon, text("a")), live("w", noon, text("b"))}), R"("text":"b")"));
}

TEST_CASE("a text without a type is content, whatever else says the message could not be decoded", "[history][rules]") {
  CHECK(has(message({live("w", noon, R"("text":{"body":"hello"})"), live("w", noon, R"("type":"unsupported")")}),
            R"("text":"hello")"));
}

TEST_CASE("the latest edit gives the text, and the first text stays in the original", "[history][rules]") {
  const std::string all = message({live("w", noon, text("one")), edit("e2", "w", noon + 20, text("three")),
                                   edit("e1", "w", noon + 10, text("two"))});
  CHECK(has(all, R"("text":"three","original":{"type":"text","text":"one"},"edited":true)"));
  CHECK(has(all, R"("edits":[{"id":"e1","at":1739321010,"text":"two"},{"id":"e2","at":1739321020,"text":"three"}])"));
}

TEST_CASE("of edits of one second the greater id counts", "[history][rules]") {
  CHECK(has(message({live("w", noon, text("one")), edit("e2", "w", noon, text("b")), edit("e1", "w", noon, text("c"))}),
            R"("type":"text","text":"b")"));
}

TEST_CASE("an edit whose time cannot be does not win for ever", "[history][rules]") {
  CHECK(has(message({live("w", noon, text("one")), edit("e1", "w", 99'999'999'999, text("never")),
                     edit("e2", "w", noon + 10, text("two"))}),
            R"("type":"text","text":"two")"));
}

TEST_CASE("an edit changes the medium only if it brings one", "[history][rules]") {
  const std::string image = live("w", noon, R"("type":"image","image":{"id":"m1","caption":"one"})");
  CHECK(has(message({image, edit("e", "w", noon + 1, R"("type":"image","image":{"caption":"two"})")}),
            R"("text":"two","media":{"id":"m1"})"));
  CHECK(has(message({image, edit("e", "w", noon + 1, R"("type":"image","image":{"id":"m2","caption":"two"})")}),
            R"("text":"two","media":{"id":"m2"},"original":{"type":"image","text":"one","media":{"id":"m1"}})"));
}

TEST_CASE("a revoke hides what was said for ever, and keeps what is known about it", "[history][rules]") {
  const std::string said =
      live("w", noon, text("secret") + R"(,"context":{"id":"q"},"errors":[{"code":1,"title":"secret"}])");
  const std::string all =
      message({said, edit("e", "w", noon + 1, text("secret too")), reaction("r", "w", noon + 2, "x"),
               status("w", "read", noon + 3, R"(,"pricing":{"billable":true},"biz_opaque_callback_data":"o")"),
               revoking("w"), said});
  for (const auto* const hidden : {"secret", "edits", "original", "reactions", "reply_to", "errors"})
    CHECK_FALSE(has(all, hidden));
  for (const auto* const kept :
       {R"("id":"w")", R"("peers":["4917"])", R"("placed_by":"live")", R"("origins":["live"])", R"("type":"text")",
        R"("status":"read")", R"("statuses":{"read":1739321003})", R"("pricing":{"billable":true})", R"("opaque":"o")"})
    CHECK(has(all, kept));
  CHECK(only("message", lines_of(records({said, revoking("w")}))) == only("message", {said, revoking("w")}));
}

TEST_CASE("what comes before its message waits for it", "[history][rules]") {
  const std::vector<std::string> early = {status("w", "read", noon + 3), edit("e", "w", noon + 1, text("b")),
                                          reaction("r", "w", noon + 2, "x")};
  CHECK(count("message", early) == 0);
  CHECK(has(only("waiting", early), R"("id":"w")"));
  std::vector<std::string> all = early;
  all.push_back(echo("w", noon, text("a")));
  CHECK(count("waiting", all) == 0);
  CHECK(has(message(all), R"("text":"b")"));
}

TEST_CASE("a medium of a known person is a message, one of nobody waits for its placeholder", "[history][rules]") {
  CHECK(has(only("message", {medium("w", R"("from":"4917",)")}), R"("placed_by":"history_media")"));
  const std::string nobodys = medium("w", R"("from":"15550783881",)");
  CHECK(count("message", {nobodys}) == 0);
  CHECK(count("waiting", {nobodys}) == 1);
  CHECK(has(message({nobodys, told("w", noon, R"("type":"media_placeholder","from":"15550783881")")}),
            R"("direction":"out","peer":"4917")"));
}

TEST_CASE("a reaction taken back stays known as an empty one", "[history][rules]") {
  const std::string said = live("w", noon, text("a"));
  CHECK(has(message({said, reaction("r1", "w", noon + 1, "x"), reaction("r2", "w", noon + 2, "")}),
            R"("reactions":[{"from":"customer","id":"r2","at":1739321002,"emoji":""}])"));
}

// Status.

TEST_CASE("the highest status counts, and every one is printed with its earliest time", "[history][rules]") {
  const std::string all =
      message({echo("w", noon, text("a")), status("w", "read", noon + 9), status("w", "delivered", noon + 4),
               status("w", "delivered", noon + 3), status("w", "sent", 17)});
  CHECK(has(all, R"("status":"read","statuses":{"sent":17,"delivered":1739321003,"read":1739321009})"));
}

TEST_CASE("failed, and history's ERROR, stand beside the status", "[history][rules]") {
  CHECK(has(
      message({echo("w", noon, text("a")), status("w", "delivered", noon + 1),
               status("w", "failed", noon + 2, R"(,"errors":[{"code":131049}])")}),
      R"("status":"delivered","statuses":{"delivered":1739321001},"failed":{"at":1739321002,"errors":[{"code":131049}]})"));
  CHECK(has(only("message", {told("w", noon, text("a"), "4917", "ERROR")}), R"("failed":{})"));
}

TEST_CASE("a participant's status never raises the message's", "[history][rules]") {
  const std::string sent =
      value("messages", R"("statuses":[{"id":"w","status":"sent","recipient_id":"G1","recipient_type":"group"}])");
  for (const std::string& recipient :
       {std::string(R"("recipient_type":"group",)"), std::string(R"("recipient_id":"G1",)")}) {
    const std::string read = value(
        "messages", R"("statuses":[{"id":"w","status":"read",)" + recipient + R"("recipient_participant_id":"491"}])");
    CHECK(records({sent, read}) == records({sent}));
  }
}

TEST_CASE("a customer's message shows only read and played, whatever history calls pending", "[history][rules]") {
  History history;
  tell(history, told("w", noon, text("a") + R"(,"from":"4917")", "4917", "pending"));
  CHECK(history.messages({"106", "4917"}).status == std::vector<std::uint8_t>{static_cast<std::uint8_t>(Status::none)});
  CHECK(has(history.message_record("106", "w"), R"("status":"pending")"));
  tell(history, told("w", noon, text("a") + R"(,"from":"4917")", "4917", "read"));
  CHECK(history.messages({"106", "4917"}).status == std::vector<std::uint8_t>{static_cast<std::uint8_t>(Status::read)});
}

// People.

TEST_CASE("national variants of a phone are one thread, and the spelling sent is kept", "[history][rules]") {
  const std::string all =
      records({live("a", noon, text("1"), "551187654321"), live("b", noon, text("2"), "5511987654321")});
  CHECK(has(all, R"("thread":"5511987654321","id":"a","peers":["551187654321"])"));
  CHECK(has(all, R"("thread":"5511987654321","id":"b")"));
}

TEST_CASE("a link moves the thread of a user id without touching a message", "[history][rules]") {
  const std::string by_user =
      value("messages", R"("messages":[)" + element("w", noon, R"("from_user_id":"DE.1",)" + text("a")) + "]");
  CHECK(has(message({by_user}), R"("thread":"DE.1","id":"w","peers":["DE.1"])"));
  const std::string link =
      profile(R"("wa_id":"4917","user_id":"DE.1")", element("x", noon, R"("from":"4999",)" + text("b")));
  CHECK(has(records({by_user, link}), R"("thread":"4917","id":"w","peers":["DE.1"],"direction":"in","peer":"DE.1")"));
}

TEST_CASE("a user id follows the phone it was last seen with", "[history][rules]") {
  const auto linked = [](const std::string& phone, std::int64_t at) {
    return profile(R"("wa_id":")" + phone + R"(","user_id":"DE.1")",
                   element("x" + phone, at, R"("from_user_id":"DE.1",)" + text("b")));
  };
  const std::string old = linked("4917", noon), recent = linked("4918", noon + 100);
  for (const auto& all : {records({old, recent}), records({recent, old})}) {
    CHECK(has(all, R"("thread":"4918","id":"x4917")"));
    CHECK(has(all, R"({"record":"identity","number":"106","user_id":"DE.1","phone":"4917","at":1739321000})"));
    CHECK(has(all, R"({"record":"identity","number":"106","user_id":"DE.1","phone":"4918","at":1739321100})"));
  }
}

TEST_CASE("a history message that names its sender in two ways links them, as a live one does", "[history][rules]") {
  const std::string history = value(
      "history", R"("history":[{"threads":[{"id":"4917","messages":[)" +
                     element("wamid.A", 1739321024, R"("from":"4917","from_user_id":"DE.1",)" + text("Hi")) + "]}]}]");
  const std::string by_user = value(
      "messages", R"("messages":[)" + element("wamid.B", 1739321025, R"("from_user_id":"DE.1",)" + text("Hi")) + "]");
  CHECK(count("identity", {history, by_user}) == 1);
  const std::string all = records({history, by_user});
  CHECK(has(all, R"("thread":"4917","id":"wamid.A")"));
  CHECK(has(all, R"("thread":"4917","id":"wamid.B")"));
}

TEST_CASE("a history thread that names its contact in two ways links them, messages or not", "[history][rules]") {
  const std::string empty = value(
      "history", R"("history":[{"threads":[{"id":"4917","context":{"wa_id":"4917","user_id":"DE.1"},"messages":[]},
                 {"context":{"wa_id":"4918","user_id":"DE.2"}},{"id":"4919","context":{"user_id":""}}]}])");
  const std::string all = records({empty});
  CHECK(has(all, R"({"record":"identity","number":"106","user_id":"DE.1","phone":"4917"})"));
  CHECK(has(all, R"({"record":"identity","number":"106","user_id":"DE.2","phone":"4918"})"));
  CHECK_FALSE(has(all, "4919"));
  Store store;
  for (int i = 0; i < 2; ++i) store.deliver(empty);
  CHECK(store.all() == all);
}

TEST_CASE("user names and profile names never link", "[history][rules]") {
  const auto named = [](const std::string& phone) {
    return profile(R"("profile":{"name":"Ana","username":"ana"},"wa_id":")" + phone + "\"",
                   element("w" + phone, noon, R"("from":")" + phone + "\"," + text("a")));
  };
  const std::string all = records({named("4917"), named("4918")});
  CHECK(has(all, R"("thread":"4917")"));
  CHECK(has(all, R"("thread":"4918")"));
  CHECK_FALSE(has(all, "identity"));
}

TEST_CASE("a changed number unites nothing", "[history][rules]") {
  const std::string all =
      records({live("a", noon, text("1")),
               live("s", noon, R"("type":"system","system":{"type":"user_changed_number","wa_id":"4918"})"),
               live("b", noon, text("2"), "4918")});
  CHECK(has(all, R"("thread":"4917")"));
  CHECK(has(all, R"("thread":"4918")"));
  CHECK_FALSE(has(all, "identity"));
}

TEST_CASE("messages of a group are one thread, whoever wrote them", "[history][rules]") {
  const std::string all = records(
      {live("a", noon, R"("group_id":"G1",)" + text("1")), live("b", noon, R"("group_id":"G1",)" + text("2"), "4918")});
  CHECK(has(all, R"("thread":"group:G1","id":"a","peers":["4917"])"));
  CHECK(has(all, R"("thread":"group:G1","id":"b","peers":["4918"])"));
}

TEST_CASE("nobody is called like a group", "[history][rules]") {
  const std::string body =
      value("messages",
            R"("messages":[{"id":"w","from":"group:x","from_user_id":"US.1","type":"text","text":{"body":"a"}}])");
  const std::string once = records({body});
  CHECK(records(lines_of(once)) == once);
}

// Contacts.

TEST_CASE("the last to write a contact wins, and a removal over an addition of the same time", "[history][rules]") {
  const std::string all = only("contact", {contact("add", "New", "1739321100"), contact("add", "Old", "1739321000")});
  CHECK(has(all, R"("name":"New")"));
  CHECK(has(only("contact", {contact("remove", "", "1739321000"), contact("add", "Ana", "1739321000")}),
            R"("removed":true)"));
}

TEST_CASE("a contact's time in milliseconds is the same time", "[history][rules]") {
  CHECK(only("contact", {contact("add", "A", "1739321000000")}) ==
        only("contact", {contact("add", "A", "1739321000")}));
}

TEST_CASE("a removal without a time loses in a bare body, and counts from its receipt in a delivery",
          "[history][rules]") {
  const std::string added = contact("add", "Ana", "1739321000"), removed = contact("remove", "", "0");
  CHECK_FALSE(has(only("contact", {removed, added}), "removed"));
  const std::string delivered = R"({"received":1739321500000,"body_b64":")" + base64(removed) + "\"}";
  CHECK(has(only("contact", {delivered, added}), R"("at":1739321500,"removed":true)"));
}

TEST_CASE("a contact whose time cannot be loses to any that can", "[history][rules]") {
  CHECK(has(only("contact", {contact("add", "Never", "99999999999"), contact("add", "Ana", "1739321000")}), "Ana"));
}

TEST_CASE("removing a contact keeps the conversation", "[history][rules]") {
  CHECK(count("message", {live("w", noon, text("a")), contact("remove", "", "1739321900")}) == 1);
}

TEST_CASE("a contact is called by its full name, else its first", "[history][rules]") {
  const std::string first = value(
      "smb_app_state_sync",
      R"("state_sync":[{"type":"contact","action":"add","contact":{"first_name":"Ana","phone_number":"4917"},"metadata":{"timestamp":"1739321000"}}])");
  CHECK(has(only("contact", {first}), R"("name":"Ana")"));
}

// Sync.

TEST_CASE("chunks of each onboarding are a state of their own", "[history][rules]") {
  const std::string chunk = value("history", R"("history":[{"metadata":{"phase":1,"chunk_order":2,"progress":55}}])");
  const std::string delivered = R"({"received":1739321500000,"onboarding":7,"body_b64":")" + base64(chunk) + "\"}";
  const std::string all = records({chunk, delivered});
  CHECK(has(all, R"({"record":"sync","number":"106","onboarding":0,"type":"history","chunks":[[1,2]],"progress":55})"));
  CHECK(has(all, R"("onboarding":7,"type":"history")"));
}

TEST_CASE("a phase or chunk number that is missing is -1, and chunks sort as numbers", "[history][rules]") {
  const auto chunk = [](const std::string& metadata) {
    return value("history", R"("history":[{"metadata":{)" + metadata + "}}]");
  };
  CHECK(has(only("sync", {chunk(R"("phase":0,"chunk_order":10)"), chunk(R"("phase":"0","chunk_order":"9")"),
                          chunk(R"("progress":100)")}),
            R"("chunks":[[-1,-1],[0,9],[0,10]],"progress":100)"));
}

namespace {

// The sync of a number that has seen these chunks, as people are told.
std::string sync_of(const std::vector<std::string>& chunks) {
  History history;
  for (const std::string& metadata : chunks)
    tell(history, value("history", R"("history":[{"metadata":{)" + metadata + "}}]"));
  return history.number_summary("106");
}

}  // namespace

TEST_CASE("a sync is complete at 100 % without holes, and else complete with gaps", "[history][rules]") {
  const std::string first = R"("phase":0,"chunk_order":1,"progress":20)",
                    third = R"("phase":1,"chunk_order":3,"progress":100)";
  CHECK(has(sync_of({first}), R"("stage":"running","progress":20)"));
  CHECK(has(sync_of({third, first}), R"("stage":"complete_with_gaps","progress":100)"));
  CHECK(has(sync_of({third, first}), R"("holes":[{"phase":-1,"first":2,"last":2}])"));
  CHECK(has(sync_of({third, R"("phase":1,"chunk_order":2,"progress":50)", first}),
            R"("stage":"complete","progress":100)"));
}

TEST_CASE("where a chunk number occurs in two phases, holes are looked for inside each phase", "[history][rules]") {
  const std::string seen = sync_of({R"("phase":0,"chunk_order":1)", R"("phase":0,"chunk_order":3)",
                                    R"("phase":1,"chunk_order":1)", R"("phase":1,"chunk_order":2)"});
  CHECK(has(seen, R"("holes":[{"phase":0,"first":2,"last":2}])"));
}

// Records.

TEST_CASE("what a record only shows is ignored when it is read", "[history][rules]") {
  const std::string line = only("message", {live("w", noon, text("one")), edit("e", "w", noon + 1, text("two"))});
  std::string forged = line;
  forged.replace(forged.find(R"("thread":"4917")"), 15, R"("thread":"9999")");
  forged.replace(forged.find(R"("text":"two","original")"), 12, R"("text":"xxx")");
  CHECK(only("message", {forged}) == line);
}

TEST_CASE("a number that is only named is a record in memory and in a store", "[history][rules]") {
  const std::string body = R"({"entry":[{"changes":[{"field":"foo","value":{"metadata":{"phone_number_id":"77"}}}]}]})";
  Store store;
  store.deliver(body);
  CHECK(store.all() == records({body}));
  CHECK(has(records({body}), R"("number":"77")"));
}

TEST_CASE("records of unknown kinds and empty ones change nothing", "[history][rules]") {
  const std::string nothing = records(std::vector<std::string>{});
  CHECK(records({R"({"record":"foo","number":"9"})"}) == nothing);
  CHECK(records({R"({"record":"twinline","format":1})"}) == nothing);
}

TEST_CASE("kinds of records stand in one order, and missing members first", "[history][rules]") {
  const std::string all =
      records({contact("add", "Ana", "1739321000"),
               profile(R"("profile":{"name":"Ana"},"wa_id":"4917","user_id":"DE.1")",
                       element("w", noon, R"("from":"4917",)" + text("a"))),
               status("x", "sent", noon),
               value("history", R"("history":[{"metadata":{"phase":1,"chunk_order":2,"progress":55}}])"),
               R"({"record":"erased","number":"106","peer_hash":"00","until":5})"});
  std::string kinds;
  for (const std::string& line : lines_of(all)) kinds += line.substr(11, line.find('"', 11) - 11) + " ";
  CHECK(kinds == "twinline number sync identity contact profile message waiting erased ");
}
