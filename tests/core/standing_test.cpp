// How Meta rates a number, how much it may send and what it restricts: what people are told of it.
#include <string>

#include "core/decode/decoder.h"
#include "core/lifecycle/event_words.h"
#include "core/lifecycle/facts_of.h"
#include "core/lifecycle/life_json.h"
#include "core/lifecycle/state_json.h"
#include "tests/support/catch.h"
#include "tests/support/lives.h"

using namespace twinline;
using namespace twinline::lives;

namespace {

NumberState told(const std::string& event, const std::string& limit) {
  const std::string body =
      R"({"object":"whatsapp_business_account","entry":[{"id":"102","time":)" + std::to_string(t0 + 100) +
      R"(,"changes":[{"field":"phone_number_quality_update","value":{"display_phone_number":"15550783881","event":")" +
      event + R"(","current_limit":")" + limit + "\"}}]}]}";
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE(batch);
  const auto facts = facts_of(**batch, t0 + 101);
  REQUIRE(facts.size() == 1);
  return facts[0].state;
}

// The advice of a kind; empty where there is none.
std::string advice(const NumberState& state, AdviceKind kind, std::int64_t now = t0 + 200) {
  for (const Advice& one : next_step(state, meta(), now).advice) {
    if (one.kind == kind) return std::string(to_string(one.urgency)) + ": " + one.text;
  }
  return "";
}

bool says(const std::string& text, const char* piece) { return text.find(piece) != std::string::npos; }

}  // namespace

TEST_CASE("a rating that wants something done is explained, a good one is not", "[lifecycle]") {
  NumberState state = live(t0);
  for (const char* good : {"GREEN", "UNKNOWN", "UNFLAGGED"}) {
    state.quality = Stated{t0, good};
    CHECK(advice(state, AdviceKind::quality).empty());
  }
  state.quality = Stated{t0, "YELLOW"};
  CHECK(says(advice(state, AdviceKind::quality), "note: Meta rates the quality of the number as medium"));
  state.quality = Stated{t0, "RED"};
  CHECK(says(advice(state, AdviceKind::quality), "warning: Meta rates the quality of the number as low"));
  CHECK(says(advice(state, AdviceKind::quality), "Stop campaigns"));
  CHECK(next_step(state, meta(), t0 + 200).may_send);
}

TEST_CASE("a number that Meta flags is advised about until it is unflagged", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, told("FLAGGED", "TIER_2K"));
  CHECK(says(advice(state, AdviceKind::quality), "flagged"));
  NumberState lifted;
  lifted.quality = Stated{t0 + 300, "UNFLAGGED"};
  join(state, lifted);
  CHECK(advice(state, AdviceKind::quality).empty());
}

TEST_CASE("a limit that was lowered is told for a week, a low one as long as it lasts", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, told("DOWNGRADE", "TIER_2K"));
  CHECK(state.messaging_limit->value == "TIER_2K");
  CHECK(says(advice(state, AdviceKind::messaging_limit), "warning: Meta has lowered"));
  const std::int64_t week_over = t0 + 100 + 7 * day;
  CHECK(says(advice(state, AdviceKind::messaging_limit, week_over - 1), "lowered"));
  CHECK(advice(state, AdviceKind::messaging_limit, week_over).empty());
  CHECK(next_step(state, meta(), week_over - 1).changes_at_s == week_over);
  state.messaging_limit = Stated{t0 + 400, "TIER_250"};
  CHECK(says(advice(state, AdviceKind::messaging_limit, week_over),
             "note: The business may begin conversations with 250"));
  join(state, told("UPGRADE", "TIER_10K"));
}

TEST_CASE("a rise of the limit takes the warning back", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, told("DOWNGRADE", "TIER_2K"));
  NumberState raised;
  raised.limit_change = Stated{t0 + 200, "UPGRADE"};
  raised.messaging_limit = Stated{t0 + 200, "TIER_10K"};
  join(state, raised);
  CHECK(advice(state, AdviceKind::messaging_limit, t0 + 300).empty());
}

TEST_CASE("ratings are kept with their times", "[lifecycle]") {
  NumberState state = live(t0);
  join(state, told("DOWNGRADE", "TIER_2K"));
  state.quality = Stated{t0, "RED"};
  state.registered_at = t0 + 1;
  const auto read = read_state(write_state(state));
  REQUIRE(read);
  CHECK(*read == state);
}

TEST_CASE("events about ratings, limits and restrictions say what they mean and what to do", "[lifecycle]") {
  const Date today = date_of(t0);
  const std::string flagged = event_text(
      R"({"event":"quality","name":"FLAGGED","content":{"event":"FLAGGED","current_limit":"TIER_2K"}})", meta(), today);
  CHECK(says(flagged, "FLAGGED. The messaging limit is TIER_2K. Meta has flagged the number"));
  CHECK(says(flagged, "Stop campaigns"));
  const std::string lowered =
      event_text(R"({"event":"quality","name":"DOWNGRADE","content":{"event":"DOWNGRADE","current_limit":"TIER_250"}})",
                 meta(), today);
  CHECK(says(lowered, "Meta has lowered"));
  const std::string restricted = event_text(
      R"({"event":"account","name":"ACCOUNT_RESTRICTION","content":{"restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":"1788400000"},{"restriction_type":"A_NEW_ONE"}]}})",
      meta(), today);
  CHECK(says(restricted, "Meta restricts what the account can do. The business cannot begin conversations"));
  CHECK(says(restricted, "A_NEW_ONE."));
  CHECK(event_text(R"({"event":"template","name":"REJECTED","reason":"INVALID_FORMAT"})", meta(), today) ==
        "REJECTED (INVALID_FORMAT).");
  CHECK(event_text(R"({"event":"capability","content":{"max_daily_conversations_per_business":"TIER_2K"}})", meta(),
                   today) == "Capability. The messaging limit is TIER_2K.");
  CHECK(event_text(R"({"event":"account","name":"PARTNER_REMOVED","reason":"CHANGE_NUMBER"})", meta(), today) ==
        account_event_text("PARTNER_REMOVED", "CHANGE_NUMBER", "", meta(), today));
  CHECK(event_text("no JSON", meta(), today).empty());
}

TEST_CASE("a restriction is shown until it ends", "[lifecycle]") {
  NumberState state = live(t0);
  state.restrictions["RESTRICTED_ADD_PHONE_NUMBER_ACTION"] = Restriction{t0, t0 + 2 * day};
  CHECK(advice_at(state, t0 + 2 * day - 1) == "restricted");
  CHECK(advice_at(state, t0 + 2 * day).empty());
}

TEST_CASE("every restriction of Meta is explained, and an account switched off does not send", "[lifecycle]") {
  for (const char* type : {"RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
                           "RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_BUSINESS_INITIATED_CALLING",
                           "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
                           "RESTRICTED_USER_INITIATED_CALLING", "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
                           "RESTRICTED_UTILITY_TEMPLATES"}) {
    CAPTURE(std::string(type));
    NumberState state = live(t0);
    state.restrictions[type] = Restriction{t0, 0};
    const NextStep step = next_step(state, meta(), t0 + hour);
    REQUIRE(step.advice.size() == 1);
    CHECK(step.advice[0].text.find(type) == std::string::npos);
    CHECK(step.may_send);
  }
  NumberState state = live(t0);
  state.restrictions[restriction_disabled] = Restriction{t0, 0};
  CHECK(!next_step(state, meta(), t0 + hour).may_send);
  NumberState lifted;
  lifted.restrictions[restriction_disabled] = Restriction{t0 + hour, t0 + hour};
  join(state, lifted);
  CHECK(next_step(state, meta(), t0 + hour).may_send);
  state.restrictions["A_NEW_ONE"] = Restriction{t0, 0};
  CHECK(restrictions_json(state, meta(), t0 + hour) ==
        "[{\"type\":\"A_NEW_ONE\",\"at\":" + std::to_string(t0) + ",\"text\":\"A_NEW_ONE\"}]");
  CHECK(next_step(state, meta(), t0 + hour).advice[0].text.find("A_NEW_ONE") != std::string::npos);
}
