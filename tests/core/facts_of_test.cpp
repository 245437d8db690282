#include "core/lifecycle/facts_of.h"

#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/lifecycle/next_step.h"
#include "core/lifecycle/state_json.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"
#include "tests/support/events.h"

using namespace twinline;
using test::account_webhook;
using test::webhook;

namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t t0 = 1788307200;     // 2026-09-02
constexpr std::int64_t entry = 1739212624;  // the time of account_webhook

std::vector<NumberFacts> read(const std::string& body, std::int64_t received = t0) {
  Decoder decoder;
  const Result<const Batch*> batch = decoder(body);
  REQUIRE(batch);
  return facts_of(**batch, received);
}

NumberFacts one(const std::string& body, std::int64_t received = t0) {
  const std::vector<NumberFacts> facts = read(body, received);
  REQUIRE(facts.size() == 1);
  return facts.front();
}

const SyncState& sync(const NumberFacts& facts, SyncType type) {
  const auto found = facts.state.syncs.find({0, type});
  REQUIRE(found != facts.state.syncs.end());
  return found->second;
}

std::string echo_at(std::int64_t at) {
  return webhook("smb_message_echoes", R"("message_echoes":[{"from":"15550783881","to":"16505551234","id":"wamid.A",)"
                                       R"("timestamp":")" +
                                           std::to_string(at) + R"(","type":"text","text":{"body":"Hi"}}])");
}

}  // namespace

TEST_CASE("a message of the app is a sign of life of the phone, at its own time", "[facts_of]") {
  const NumberFacts facts = one(echo_at(t0 - 60));
  CHECK(facts.number == "106");
  CHECK(facts.waba == "102");
  CHECK(facts.state.alive_at == t0 - 60);
  CHECK(one(echo_at(t0 - 5 * day)).state.alive_at == t0 - 5 * day);
  CHECK(one(echo_at(t0 + 5 * day)).state.alive_at == t0);
  CHECK(one(echo_at(0)).state.alive_at == t0);
}

TEST_CASE("what customers write, what the API sends and what is reported of it, is no sign of life", "[facts_of]") {
  CHECK(read(webhook("messages", R"("messages":[{"from":"16505551234","id":"wamid.A","timestamp":"1788307000","type":)"
                                 R"("text","text":{"body":"Hi"}}])"))
            .empty());
  CHECK(read(webhook("messages", R"("statuses":[{"id":"wamid.A","status":"read","timestamp":"1788307000",)"
                                 R"("recipient_id":"16505551234"}])"))
            .empty());
}

TEST_CASE("a contact's change is a sign of life, and data of the sync", "[facts_of]") {
  for (const char* at : {R"("1788307000")", R"("1788307000000")", "1788307000"}) {
    CAPTURE(std::string(at));
    const NumberFacts facts =
        one(webhook("smb_app_state_sync",
                    std::string(R"("state_sync":[{"type":"contact","action":"add","contact":{)") +
                        R"("full_name":"Pablo","phone_number":"16505551234"},"metadata":{"timestamp":)" + at + "}}]"));
    CHECK(facts.number == "106");
    CHECK(facts.state.alive_at == 1788307000);
    CHECK(sync(facts, SyncType::contacts).first_data_at == t0);
  }
  const NumberFacts removed = one(
      webhook("smb_app_state_sync", R"("state_sync":[{"type":"contact","action":"remove","contact":{"phone_number":)"
                                    R"("16505551234"},"metadata":{"timestamp":"0"}}])"));
  CHECK(removed.state.alive_at == t0);
}

TEST_CASE("a part of the history is a sign of life and moves the sync on", "[facts_of]") {
  const auto chunk = [](const char* progress) {
    return webhook("history", std::string(R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":)") +
                                  progress + R"(},"threads":[]}])");
  };
  const NumberFacts facts = one(chunk("40"));
  CHECK(facts.state.alive_at == t0);
  CHECK(sync(facts, SyncType::history).progress == 40);
  CHECK(sync(facts, SyncType::history).last_data_at == t0);
  CHECK(sync(one(chunk("\"100\"")), SyncType::history).progress == 100);
  CHECK(sync(one(chunk("4000")), SyncType::history).progress == 100);
  CHECK(sync(one(chunk("-5")), SyncType::history).progress == 0);
}

TEST_CASE("a declined history is told by its webhook", "[facts_of]") {
  const NumberFacts facts =
      one(webhook("history", R"("history":[{"errors":[{"code":2593109,"title":"History sync is turned off"}]}])"));
  CHECK(sync(facts, SyncType::history).declined_at == t0);
  CHECK(!facts.state.alive_at);
}

TEST_CASE("syncs stand under the onboarding the host says, or are put there later", "[facts_of]") {
  const NumberFacts facts =
      one(webhook("history", R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":7},"threads":[]}])"));
  const NumberState placed = of_onboarding(facts.state, t0 - 100);
  REQUIRE(placed.syncs.size() == 1);
  CHECK(placed.syncs.begin()->first.first == t0 - 100);
  CHECK(of_onboarding(facts.state, std::nullopt).syncs.empty());

  Decoder decoder;
  const std::string body =
      webhook("history", R"("history":[{"metadata":{"phase":0,"chunk_order":1,"progress":7},"threads":[]}])");
  const auto batch = decoder(body, Source{t0 * 1000, t0 - 50});
  REQUIRE(batch);
  const std::vector<NumberFacts> of_source = facts_of(**batch);
  REQUIRE(of_source.size() == 1);
  CHECK(of_source[0].state.syncs.begin()->first.first == t0 - 50);
  CHECK(of_source[0].state.alive_at == t0);
  CHECK(of_onboarding(of_source[0].state, t0).syncs.begin()->first.first == t0 - 50);
}

TEST_CASE("offboarded and reconnected name the account only, and are about all its numbers", "[facts_of]") {
  const NumberFacts off = one(account_webhook("account_update", R"({"event":"ACCOUNT_OFFBOARDED"})"));
  CHECK(off.number.empty());
  CHECK(off.waba == "102");
  CHECK(off.state.offboarded_at == entry);
  CHECK(concerns(off, "106", "102", "+1 555 078 3881"));
  CHECK(concerns(off, "107", "102", ""));
  CHECK(!concerns(off, "106", "103", ""));
  const NumberFacts on = one(account_webhook("account_update", R"({"event":"ACCOUNT_RECONNECTED"})"));
  CHECK(on.state.reconnected_at == entry);
}

TEST_CASE("both shapes of a removal are understood, with every reason", "[facts_of]") {
  for (const char* reason : {"ACCOUNT_DISCONNECTED", "BUSINESS_DOWNGRADE", "CHANGE_NUMBER", "COMPANION_INACTIVITY",
                             "PRIMARY_INACTIVITY", "USER_RE_REGISTERED"}) {
    CAPTURE(std::string(reason));
    const std::string info =
        std::string(R"("disconnection_info":{"reason":")") + reason + R"(","initiated_by":"USER"})";
    // The entry is the partner's portfolio; the account stands inside.
    const std::string of_partner =
        R"({"object":"whatsapp_business_account","entry":[{"id":"999","time":1739212624,"changes":[{"value":{"event":)"
        R"("PARTNER_REMOVED","waba_info":{"waba_id":"102","owner_business_id":"5"},)" +
        info + R"(},"field":"account_update"}]}]})";
    const NumberFacts partner = one(of_partner);
    CHECK(partner.waba == "102");
    CHECK(partner.phone.empty());
    CHECK(partner.state.removed == Removal{entry, reason, "USER"});
    CHECK(concerns(partner, "106", "102", "15550783881"));
    CHECK(!concerns(partner, "106", "999", "15550783881"));

    const NumberFacts number = one(account_webhook(
        "account_update", R"({"event":"PARTNER_REMOVED","phone_number":"+1 555-078-3881",)" + info + "}"));
    CHECK(number.waba == "102");
    CHECK(number.phone == "15550783881");
    CHECK(number.state.removed == Removal{entry, reason, "USER"});
    CHECK(concerns(number, "106", "102", "+1 555-078-3881"));
    CHECK(!concerns(number, "107", "102", "15550783882"));
  }
  const NumberFacts bare =
      one(account_webhook("account_update", R"({"event":"PARTNER_REMOVED","waba_info":{"waba_id":"103"}})"));
  CHECK(bare.state.removed == Removal{entry, "", ""});
}

TEST_CASE("tiers come in many spellings and are kept in one", "[facts_of]") {
  struct Case {
    const char* field;
    const char* value;
    const char* tier;
  };
  const Case cases[] = {
      {"phone_number_quality_update",
       R"({"display_phone_number":"15550783881","event":"ONBOARDING","current_limit":"TIER_250"})", "TIER_250"},
      {"phone_number_quality_update",
       R"({"display_phone_number":"15550783881","event":"THROUGHPUT_UPGRADE","max_daily_conversations_per_business":"TIER_2K"})",
       "TIER_2K"},
      {"phone_number_quality_update",
       R"({"display_phone_number":"15550783881","max_daily_conversations_per_business":"UNLIMITED"})",
       "TIER_UNLIMITED"},
      {"business_capability_update", R"({"max_daily_conversations_per_business":2000})", "TIER_2K"},
      {"business_capability_update", R"({"max_daily_conversation_per_phone":-1})", "TIER_UNLIMITED"},
      {"business_capability_update", R"({"max_daily_conversations_per_business":"TIER_100K"})", "TIER_100K"},
      {"business_capability_update", R"({"max_daily_conversations_per_business":1234})", "1234"},
  };
  for (const Case& example : cases) {
    CAPTURE(std::string(example.value));
    const NumberFacts facts = one(account_webhook(example.field, example.value));
    CHECK(facts.state.messaging_limit == Stated{entry, example.tier});
    CHECK(facts.phone == (std::string(example.field) == "phone_number_quality_update" ? "15550783881" : ""));
  }
  CHECK(read(account_webhook("phone_number_quality_update",
                             R"({"display_phone_number":"15550783881","current_limit":"TIER_NOT_SET"})"))
            .empty());
}

TEST_CASE("restrictions are kept with their end, a ban until it is lifted", "[facts_of]") {
  const NumberFacts facts = one(account_webhook(
      "account_update", R"({"event":"ACCOUNT_RESTRICTION","restriction_info":[)"
                        R"({"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1739300000},)"
                        R"({"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]})"));
  REQUIRE(facts.state.restrictions.size() == 2);
  CHECK(facts.state.restrictions.at("RESTRICTED_BIZ_INITIATED_MESSAGING") == Restriction{entry, 1739300000});
  CHECK(facts.state.restrictions.at("RESTRICTED_ADD_PHONE_NUMBER_ACTION") == Restriction{entry, 0});
  const NumberFacts banned = one(account_webhook(
      "account_update", R"({"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"x"}})"));
  CHECK(banned.state.restrictions.at("WABA_DISABLED") == Restriction{entry, 0});
  CHECK(banned.state.restrictions.at("WABA_DISABLE_SCHEDULED") == Restriction{entry, entry});
  const NumberFacts lifted = one(
      account_webhook("account_update", R"({"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}})"));
  CHECK(lifted.state.restrictions.at("WABA_DISABLED") == Restriction{entry, entry});
}

TEST_CASE("what says nothing about a life gives no facts", "[facts_of]") {
  for (const std::string& body :
       {std::string("{}"),
        account_webhook("account_update", R"({"event":"PARTNER_ADDED","waba_info":{"waba_id":"1"}})"),
        account_webhook("account_update", R"({"event":"A_NEW_EVENT"})"),
        account_webhook("account_review_update", R"({"decision":"APPROVED"})"),
        account_webhook("message_template_status_update", R"({"event":"APPROVED","reason":"NONE"})")}) {
    CAPTURE(body);
    CHECK(read(body).empty());
  }
}

TEST_CASE("several numbers of an account live through one offboarding, whatever comes first", "[facts_of]") {
  const Policy meta = *builtin_policy("meta");
  const auto event = [](const char* name, std::int64_t at) {
    return R"({"object":"whatsapp_business_account","entry":[{"id":"102","time":)" + std::to_string(at) +
           R"(,"changes":[{"value":{"event":")" + name + R"("},"field":"account_update"}]}]})";
  };
  const std::string off = event("ACCOUNT_OFFBOARDED", t0 + day + 1);
  const std::string on = event("ACCOUNT_RECONNECTED", t0 + day);
  for (const bool off_first : {true, false}) {
    NumberState numbers[2];
    for (NumberState& number : numbers) {
      number.onboarded_at = number.subscribed_at = t0;
      for (const std::string& body :
           off_first ? std::vector<std::string>{off, on} : std::vector<std::string>{on, off}) {
        for (const NumberFacts& facts : read(body, t0 + day + 5)) {
          if (concerns(facts, "106", "102", "")) join(number, of_onboarding(facts.state, number.onboarded_at));
        }
      }
      CHECK(next_step(number, meta, t0 + day + 10).may_send);
      CHECK(number.offboardings.size() == 1);
      CHECK(gaps_of(number, 60) == std::vector<Gap>{{t0 + day + 1, t0 + day + 1}});
    }
    CHECK(numbers[0] == numbers[1]);
  }
}

TEST_CASE("the registers of a life are read back as they were written", "[facts_of]") {
  NumberState state;
  state.signup_at = 1;
  state.onboarded_at = 2;
  state.cloud_api_at = 3;
  state.subscribed_at = 4;
  state.offboarded_at = 5;
  state.reconnected_at = 6;
  state.seen_connected_at = 7;
  state.seen_disconnected_at = 8;
  state.alive_at = 9;
  state.offboardings = {4, 5};
  state.reconnects = {6};
  state.removed = Removal{10, "A \"B\" \xff", "USER"};
  state.messaging_limit = Stated{11, "TIER_2K"};
  state.quality = Stated{12, "GREEN"};
  state.restrictions["R"] = Restriction{13, 14};
  SyncState& history = state.syncs[{2, SyncType::history}];
  history.asked_at = 15;
  history.last_asked_at = 16;
  history.answer = SyncAnswer{false, 17, 2593107, "Q"};
  history.declined_at = 18;
  history.first_data_at = 19;
  history.last_data_at = 20;
  history.progress = 21;
  state.syncs[{2, SyncType::contacts}].answer = SyncAnswer{true, 17, 0, ""};
  const Result<NumberState> again = read_state(write_state(state));
  REQUIRE(again);
  state.removed->reason = "A \"B\" \xEF\xBF\xBD";
  CHECK(*again == state);
  CHECK(*read_state("{}") == NumberState{});
  for (const char* bad : {"", "[]", "{", "3"}) CHECK(!read_state(bad));
  CHECK(*read_state(R"({"alive_at":"x","syncs":[1,{"type":"history"}],"offboardings":{},"removed":3,"new":1})") !=
        *read_state(R"({"alive_at":4})"));
}
