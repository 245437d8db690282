#include "native/store/sends.h"

#include <functional>

#include "native/store/sqlite.h"
#include "tests/native/temp_folder.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

StoredSend send_of(const std::string& id, const std::string& campaign = "") {
  StoredSend send;
  send.number = "1001";
  send.id = id;
  send.to = "+49 1711";
  send.user = "491711";
  send.type = "template";
  send.preview = "offer";
  send.lane = "marketing";
  send.campaign = campaign;
  send.version = "v24.0";
  send.opaque = id;
  send.body = std::string("{\"a\":\"\0\xff\"}", 10);
  send.submitted_ms = 1'000;
  send.not_before_ms = 2'000;
  send.expires_ms = 9'000;
  return send;
}

SendsChange added(std::vector<StoredSend> sends) {
  SendsChange change;
  change.added = std::move(sends);
  return change;
}

SendsChange begun(const std::string& id, std::int64_t attempts, std::int64_t at_ms) {
  SendsChange change;
  change.begun.push_back({"1001", id, attempts, at_ms});
  return change;
}

SendsChange moved(const std::string& id, SendState state, std::int64_t ended_ms, std::int64_t code = 0) {
  SendMoved one{"1001", id, state, 1, ended_ms};
  one.reason = "why";
  if (state == SendState::failed) one.why = EndReason::refused;
  if (state == SendState::accepted) one.wamid = "wamid." + id;
  one.answer_status = code == 0 ? 200 : 400;
  one.answer = "{}";
  one.error_code = code;
  one.error_title = code == 0 ? "" : "title";
  SendsChange change;
  change.moved.push_back(one);
  return change;
}

SendsChange heard(const std::string& wamid, const std::string& status, std::int64_t rank) {
  SendsChange change;
  change.heard.push_back({"1001", "", wamid, status, rank, 50});
  return change;
}

std::vector<std::string> ids(const std::vector<StoredSend>& sends) {
  std::vector<std::string> found;
  for (const StoredSend& send : sends) found.push_back(send.id);
  return found;
}

using Ids = std::vector<std::string>;

void check_sends(const std::function<std::unique_ptr<Sends>()>& make) {
  const std::unique_ptr<Sends> sends = make();

  SECTION("a new store is empty") {
    CHECK_FALSE((*sends->find("1001", "a")).has_value());
    CHECK(sends->unfinished()->empty());
    CHECK(sends->numbers()->empty());
    CHECK(sends->cursor()->empty());
  }
  SECTION("a send comes back as it was added, byte for byte, and an id is taken once") {
    REQUIRE(sends->save({added({send_of("a")})}));
    StoredSend other = send_of("a");
    other.body = "other";
    REQUIRE(sends->save({added({other})}));
    CHECK(**sends->find("1001", "a") == send_of("a"));
    CHECK_FALSE((*sends->find("2002", "a")).has_value());
  }
  SECTION("an attempt and its outcome follow each other within one save") {
    REQUIRE(sends->save({added({send_of("a")}), begun("a", 1, 3'000), moved("a", SendState::waiting, 0, 130429),
                         begun("a", 2, 4'000), moved("a", SendState::accepted, 5'000)}));
    const StoredSend send = **sends->find("1001", "a");
    CHECK(send.state == SendState::accepted);
    CHECK(send.started_ms == 4'000);
    CHECK(send.ended_ms == 5'000);
    CHECK(send.wamid == "wamid.a");
    CHECK(send.error_code == 0);
  }
  SECTION("what has not ended is found again, the oldest first, without bodies") {
    REQUIRE(sends->save({added({send_of("a"), send_of("b"), send_of("c"), send_of("d")}), begun("b", 1, 3'000),
                         moved("c", SendState::in_doubt, 4'000), moved("d", SendState::dropped, 4'000)}));
    const auto open = *sends->unfinished();
    CHECK(ids(open) == Ids{"a", "b", "c"});
    CHECK(open[0].body.empty());
    CHECK(open[1].state == SendState::in_flight);
    CHECK(*sends->count("1001", SendState::in_doubt) == 1);
  }
  SECTION("an accepted send keeps its body until its line lies in the journal") {
    REQUIRE(sends->save({added({send_of("a")}), moved("a", SendState::accepted, 4'000)}));
    REQUIRE(sends->unjournalled()->size() == 1);
    CHECK(sends->unjournalled()->front().body == send_of("a").body);
    SendsChange change;
    change.journalled.push_back({"1001", "a"});
    REQUIRE(sends->save({change}));
    CHECK(sends->unjournalled()->empty());
    CHECK((*sends->find("1001", "a"))->body.empty());
  }
  SECTION("of the words about a message the greatest rank stays, whatever came last") {
    REQUIRE(sends->save({added({send_of("a")}), moved("a", SendState::accepted, 4'000), heard("wamid.a", "read", 4),
                         heard("wamid.a", "sent", 1), heard("", "read", 9)}));
    CHECK((*sends->find("1001", "a"))->status == "read");
    CHECK((*sends->find("1001", "a"))->status_s == 50);
  }
  SECTION("what was cancelled is not begun any more") {
    REQUIRE(sends->save({added({send_of("a")}), moved("a", SendState::dropped, 3'000), begun("a", 1, 4'000)}));
    CHECK((*sends->find("1001", "a"))->state == SendState::dropped);
    CHECK((*sends->find("1001", "a"))->started_ms == 0);
    CHECK(sends->unfinished()->empty());
  }
  SECTION("a status that names a send teaches its wamid") {
    SendsChange change;
    change.heard.push_back({"1001", "a", "wamid.told", "delivered", 2, 50});
    REQUIRE(sends->save({added({send_of("a")}), begun("a", 1, 3'000), change}));
    CHECK(sends->unfinished()->front().wamid == "wamid.told");
    CHECK(sends->unfinished()->front().status_rank == 2);
    CHECK(*sends->knows_wamid("1001", "wamid.told"));
    CHECK_FALSE(*sends->knows_wamid("2002", "wamid.told"));
    CHECK_FALSE(*sends->knows_wamid("1001", ""));
  }
  SECTION("lists go page by page, the newest first, by state and campaign") {
    REQUIRE(sends->save({added({send_of("a", "x"), send_of("b"), send_of("c", "x"), send_of("d", "x")}),
                         moved("c", SendState::failed, 4'000, 131026)}));
    SendsQuery query{"1001"};
    query.limit = 3;
    const SendsPage first = *sends->list(query);
    CHECK(ids(first.sends) == Ids{"d", "c", "b"});
    query.after = first.after;
    const SendsPage second = *sends->list(query);
    CHECK(ids(second.sends) == Ids{"a"});
    CHECK(second.after.empty());
    CHECK(ids(sends->list({"1001", {SendState::failed}})->sends) == Ids{"c"});
    CHECK(ids(sends->list({"1001", {SendState::waiting}, "x"})->sends) == Ids{"d", "a"});
    CHECK(ids(sends->list({"1001", {SendState::failed, SendState::waiting}, "x"})->sends) == Ids{"d", "c", "a"});
    CHECK(sends->list({"2002"})->sends.empty());
    CHECK(sends->list({"1001", {}, "", "491711"})->sends.size() == 4);
    CHECK(sends->list({"1001", {}, "", "491712"})->sends.empty());
  }
  SECTION("campaigns are counted by state and by how far their messages came") {
    REQUIRE(sends->save({added({send_of("a", "x"), send_of("b", "x"), send_of("c")}),
                         moved("a", SendState::accepted, 4'000), heard("wamid.a", "read", 4)}));
    std::int64_t read = 0, waiting = 0;
    for (const CampaignCount& count : *sends->campaign_counts("1001")) {
      CHECK(count.campaign == "x");
      if (count.status == "read") read += count.count;
      if (count.state == SendState::waiting) waiting += count.count;
    }
    CHECK(read == 1);
    CHECK(waiting == 1);
  }
  SECTION("failures are grouped by code, those of before are left out") {
    REQUIRE(sends->save({added({send_of("a"), send_of("b"), send_of("c"), send_of("d")}),
                         moved("a", SendState::failed, 4'000, 131026), moved("b", SendState::failed, 5'000, 131026),
                         moved("c", SendState::failed, 1'000, 131000), moved("d", SendState::waiting, 0, 130429)}));
    const auto failures = *sends->failures("1001", 2'000);
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].code == 131026);
    CHECK(failures[0].count == 2);
    CHECK(failures[0].last_ms == 5'000);
    CHECK(failures[0].title == "title");
  }
  SECTION("an end keeps its reason") {
    REQUIRE(sends->save({added({send_of("a")}), moved("a", SendState::failed, 4'000, 131026)}));
    CHECK((*sends->find("1001", "a"))->why == EndReason::refused);
    CHECK((*sends->find("1001", "a"))->reason == "why");
    CHECK((*sends->find("1001", "a"))->error_code == 131026);
  }
  SECTION("a campaign that was never made whole goes with all its sends") {
    SendsChange change = added({send_of("a", "x"), send_of("b")});
    change.campaigns.push_back({"1001", "c1", "x", "marketing", "offer", "en", "making", 2, 7});
    REQUIRE(sends->save({change}));
    CHECK(sends->campaigns()->front() == change.campaigns.front());
    SendsChange undo;
    undo.unmade_campaigns.push_back({"1001", "c1"});
    REQUIRE(sends->save({undo}));
    CHECK(sends->campaigns()->empty());
    CHECK(ids(*sends->unfinished()) == Ids{"b"});
  }
  SECTION("of what is known of a user the latest time wins") {
    SendsChange change;
    change.users = {{"1001", "u", 20, 0, 5}, {"1001", "u", 10, 9, 0}, {"1001", "v", 3, 0, 0}};
    REQUIRE(sends->save({change}));
    CHECK(**sends->user("1001", "u") == UserStanding{"1001", "u", 20, 9, 5});
    CHECK(sends->users("1001", 15)->size() == 1);
    CHECK(sends->users("1001", 1)->size() == 2);
    CHECK(sends->users("1001", 99)->size() == 1);  // who spoke of marketing
  }
  SECTION("halts, keys and the place in the journal are as they were last told") {
    SendsChange change;
    change.halts = {{"1001", "by me", ""}, {"1001", "", "by Meta"}};
    change.keys = {{"1001", "k", "hash", "a", 5}, {"1001", "l", "hash", "b", 9}};
    change.forget_keys_before_s = 6;
    change.cursor = {{0, 7}};
    REQUIRE(sends->save({change}));
    CHECK(sends->halts()->front() == NumberHalt{"1001", "", "by Meta"});
    CHECK_FALSE((*sends->key("1001", "k")).has_value());
    CHECK(**sends->key("1001", "l") == SendKey{"1001", "l", "hash", "b", 9});
    CHECK(sends->cursor()->at(0) == 7);
    CHECK(*sends->numbers() == std::vector<std::string>{"1001"});
  }
  SECTION("the last starts of users are known for a while") {
    REQUIRE(sends->save({added({send_of("a"), send_of("b")}), begun("a", 1, 3'000), begun("b", 1, 5'000)}));
    const auto starts = *sends->starts_since("1001", 4'000);
    REQUIRE(starts.size() == 1);
    CHECK(starts[0].at_ms == 5'000);
    CHECK(starts[0].user == "491711");
  }
  SECTION("the first and the latest start of what a user got are known, without what was refused") {
    REQUIRE(sends->save({added({send_of("a"), send_of("b"), send_of("c"), send_of("d")}), begun("a", 1, 3'000),
                         moved("a", SendState::accepted, 3'500), begun("b", 1, 5'000),
                         moved("b", SendState::accepted, 5'500), begun("c", 1, 6'000),
                         moved("c", SendState::failed, 6'500, 131026), begun("d", 1, 1'000),
                         moved("d", SendState::accepted, 1'500)}));
    const auto users = *sends->accepted_since("1001", 3'000);
    REQUIRE(users.size() == 1);
    CHECK(users[0].user == "491711");
    CHECK(users[0].first_ms == 3'000);
    CHECK(users[0].latest_ms == 5'000);
    CHECK(sends->accepted_since("1001", 5'001)->empty());
  }
}

}  // namespace

TEST_CASE("the memory store of sends keeps the contract", "[store]") { check_sends(make_memory_sends); }

TEST_CASE("the SQLite store of sends keeps the contract", "[store]") {
  const TempFolder folder;
  check_sends([&] { return *open_sqlite_sends(folder / "sends.sqlite"); });
}

TEST_CASE("sends outlive their process", "[store]") {
  const TempFolder folder;
  { REQUIRE((*open_sqlite_sends(folder / "sends.sqlite"))->save({added({send_of("a")}), begun("a", 1, 3'000)})); }
  const auto again = open_sqlite_sends(folder / "sends.sqlite");
  REQUIRE((*again)->unfinished()->size() == 1);
  CHECK((*again)->unfinished()->front().state == SendState::in_flight);
}

TEST_CASE("sends of an older twinline are kept, without the reason of their end", "[store]") {
  const TempFolder folder;
  { REQUIRE((*open_sqlite_sends(folder / "sends.sqlite"))->save({added({send_of("a")})})); }
  {
    sqlite::Database older(folder / "sends.sqlite", sqlite::Database::Sync::full);
    older.run("ALTER TABLE send DROP COLUMN why");
  }
  const auto sends = open_sqlite_sends(folder / "sends.sqlite");
  REQUIRE(sends);
  CHECK((*(*sends)->find("1001", "a"))->why == EndReason::none);
  REQUIRE((*sends)->save({moved("a", SendState::failed, 4'000, 131026)}));
  CHECK((*(*sends)->find("1001", "a"))->why == EndReason::refused);
}
