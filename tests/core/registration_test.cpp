#include "core/lifecycle/registration.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/lifecycle/onboarding_json.h"
#include "core/lifecycle/onboarding_step.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

using Step = OnboardingStep;
using Call = OnboardingCall;

constexpr std::int64_t t0 = 1782000000;  // June 2026
constexpr std::int64_t code = t0 + 200;
const GraphApi api = {"https://graph.example", "v24.0", "token"};

const Policy& meta() {
  static const Policy policy = *builtin_policy("meta");
  return policy;
}

Onboarding of(const std::vector<Onboarding>& facts) {
  Onboarding onboarding;
  for (const Onboarding& fact : facts) join(onboarding, fact);
  return onboarding;
}

NumberInfo info(std::optional<bool> on_app, std::string platform) {
  return {"106", "+1 555 078 3881", "Lucky Shrub", "GREEN", "", std::move(platform), on_app};
}

GraphReply<NumberList> listing(NumberInfo number) {
  GraphReply<NumberList> reply;
  reply.value = NumberList{{std::move(number)}, ""};
  return reply;
}

// Up to the list of the account's numbers, which came at code + 4.
std::vector<Onboarding> signed_up(const char* way, const NumberInfo& number) {
  const auto event = read_signup_event(
      R"({"type":"WA_EMBEDDED_SIGNUP","event":"FINISH","data":{"waba_id":"102","phone_number_id":"106"}})", t0 + 199);
  return {created_fact("7", t0),
          *told_fact(Step::choose_way, way, t0),
          signup_fact(*event),
          code_fact(code),
          asked_fact({code, Call::exchange_code}, code + 1),
          answered_fact({code, Call::exchange_code}, done_at(code + 2)),
          asked_fact({code, Call::subscribe_app}, code + 2),
          answered_fact({code, Call::subscribe_app}, done_at(code + 3)),
          asked_fact({code, Call::list_numbers}, code + 3),
          learned_from({code, Call::list_numbers}, listing(number), code + 4)};
}

Onboarding pin_entered(std::int64_t at) { return *told_fact(Step::registration, R"("106")", at); }

constexpr const char* alone = R"("cloud_api")";
constexpr const char* beside_app = R"("coexistence")";

std::vector<Onboarding> new_number() { return signed_up(alone, info(false, "NOT_APPLICABLE")); }

std::string state_at(const std::vector<Onboarding>& facts, std::int64_t now) {
  const OnboardingView view = next_step_of(of(facts), {}, meta(), now);
  return std::string(to_string(view.steps[static_cast<std::size_t>(Step::registration)].state));
}

std::string wanted_at(const std::vector<Onboarding>& facts, std::int64_t now) {
  const OnboardingView view = next_step_of(of(facts), {}, meta(), now);
  return view.wants ? std::string(to_string(*view.wants)) : "";
}

NumberStage stage_at(const std::vector<Onboarding>& facts, std::int64_t now) {
  return next_step_of(of(facts), {}, meta(), now).stage;
}

CallAnswer refused_at(std::int64_t at, std::int64_t error) {
  CallAnswer answer;
  answer.outcome = Outcome::refused;
  answer.at = at;
  answer.code = error;
  answer.title = "Two-step verification PIN mismatch";
  return answer;
}

}  // namespace

TEST_CASE("a number of the app can never be registered: there is no request for it", "[registration]") {
  for (const auto& platform : {"CLOUD_API", "NOT_APPLICABLE", ""}) {
    for (const std::optional<bool> on_app : {std::optional(true), std::optional(false), std::optional<bool>()}) {
      CHECK_FALSE(register_number(api, of(signed_up(beside_app, info(on_app, platform))), "123456", code + 5));
      // Nor on the other way, where Meta does not say that it is on no phone.
      if (on_app == false) continue;
      CHECK_FALSE(register_number(api, of(signed_up(alone, info(on_app, platform))), "123456", code + 5));
    }
  }
  // Before anything was chosen, and before the number was found.
  CHECK_FALSE(register_number(api, {}, "123456", code + 5));
  std::vector<Onboarding> facts = new_number();
  facts.pop_back();
  CHECK_FALSE(register_number(api, of(facts), "123456", code + 5));
}

TEST_CASE("no onboarding of coexistence ever wants a registration", "[registration]") {
  std::vector<Onboarding> facts = signed_up(beside_app, info(true, "CLOUD_API"));
  facts.push_back(pin_entered(code + 10));
  for (const std::int64_t now : {code + 10, code + 11, code + 100}) {
    CHECK(wanted_at(facts, now) != "register_number");
    CHECK(state_at(facts, now) == "skipped");
  }
}

TEST_CASE("a number on no phone is registered with its PIN", "[registration]") {
  const Result<Request> request = register_number(api, of(new_number()), "012345", code + 5);
  REQUIRE(request);
  CHECK(request->method == "POST");
  CHECK(request->url == "https://graph.example/v24.0/106/register");
  CHECK(request->body == R"({"messaging_product":"whatsapp","pin":"012345"})");
  for (const char* pin : {"", "12345", "1234567", "12345a", "12 456"}) {
    CHECK_FALSE(register_number(api, of(new_number()), pin, code + 5));
  }
}

TEST_CASE("a number of the Cloud API alone is live when it is registered, and sends not before", "[registration]") {
  std::vector<Onboarding> facts = new_number();
  CHECK(state_at(facts, code + 5) == "open");
  CHECK(wanted_at(facts, code + 5).empty());
  CHECK(stage_at(facts, code + 5) == NumberStage::connected);
  const NextStep step = next_step(number_state_of(of(facts)), meta(), code + 5);
  CHECK_FALSE(step.may_send);
  CHECK(step.advice.front().kind == AdviceKind::register_number);

  facts.push_back(pin_entered(code + 10));
  CHECK(wanted_at(facts, code + 10) == "register_number");
  facts.push_back(asked_fact({code, Call::register_number, "106"}, code + 11));
  CHECK(wanted_at(facts, code + 11).empty());
  CHECK(state_at(facts, code + 11) == "waiting");
  facts.push_back(answered_fact({code, Call::register_number, "106"}, done_at(code + 12)));
  CHECK(state_at(facts, code + 12) == "done");
  CHECK(stage_at(facts, code + 12) == NumberStage::live);
  CHECK(next_step(number_state_of(of(facts)), meta(), code + 12).may_send);
}

TEST_CASE("a number that somebody registered before is not registered again", "[registration]") {
  const std::vector<Onboarding> facts = signed_up(alone, info(false, "CLOUD_API"));
  CHECK(state_at(facts, code + 5) == "done");
  CHECK(stage_at(facts, code + 5) == NumberStage::live);
}

TEST_CASE("a number of which Meta did not say whether it is on a phone is asked about first", "[registration]") {
  std::vector<Onboarding> facts = signed_up(alone, info({}, ""));
  facts.push_back(pin_entered(code + 10));
  CHECK(wanted_at(facts, code + 10) == "read_number");
  facts.push_back(asked_fact({code, Call::read_number, "106"}, code + 11));
  GraphReply<NumberInfo> reply;
  reply.value = info(false, "NOT_APPLICABLE");
  facts.push_back(learned_from({code, Call::read_number, "106"}, reply, code + 12));
  CHECK(wanted_at(facts, code + 12) == "register_number");
}

TEST_CASE("a question about the number that Meta refuses for good is told, and asked again with the next PIN",
          "[registration]") {
  const auto text_at = [](const std::vector<Onboarding>& facts, std::int64_t now) {
    return next_step_of(of(facts), {}, meta(), now).steps[static_cast<std::size_t>(Step::registration)].text;
  };
  std::vector<Onboarding> facts = signed_up(alone, info({}, ""));
  facts.push_back(asked_fact({code, Call::read_number, "106"}, code + 11));
  CHECK(state_at(facts, code + 11) == "waiting");
  CallAnswer answer = refused_at(code + 12, 100);
  answer.title = "Unsupported get request";

  SECTION("refused for good") {
    facts.push_back(answered_fact({code, Call::read_number, "106"}, answer));
    CHECK(state_at(facts, code + 12) == "failed");
    CHECK(text_at(facts, code + 12).find("Unsupported get request") != std::string::npos);
    CHECK(wanted_at(facts, code + 1000).empty());
    facts.push_back(pin_entered(code + 1000));
    CHECK(wanted_at(facts, code + 1000) == "read_number");
  }
  SECTION("refused for now") {
    answer.again = true;
    facts.push_back(answered_fact({code, Call::read_number, "106"}, answer));
    CHECK(state_at(facts, code + 12) == "waiting");
    CHECK(text_at(facts, code + 12).find("tried again by itself") != std::string::npos);
    CHECK(wanted_at(facts, code + 1000) == "read_number");
  }
  SECTION("answered for a day without saying it") {
    facts.push_back(asked_fact({code, Call::read_number, "106"}, code + 90000));
    facts.push_back(answered_fact({code, Call::read_number, "106"}, done_at(code + 90001)));
    CHECK(state_at(facts, code + 90002) == "failed");
    CHECK(text_at(facts, code + 90002).find("Enter the PIN") != std::string::npos);
    CHECK(wanted_at(facts, code + 90002).empty());
  }
}

TEST_CASE("another number that is chosen later is not registered, whatever was done for the first", "[registration]") {
  std::vector<Onboarding> facts = new_number();
  NumberInfo second = info(false, "NOT_APPLICABLE");
  second.id = "107";
  facts.push_back(learned_from({code, Call::list_numbers}, listing(second), code + 5));
  facts.push_back(pin_entered(code + 10));

  SECTION("its PIN is another") {
    facts.push_back(*told_fact(Step::choose_number, R"("107")", code + 11));
    CHECK(wanted_at(facts, code + 12) != "register_number");
    CHECK(state_at(facts, code + 12) == "open");
  }
  SECTION("its registration is another") {
    facts.push_back(asked_fact({code, Call::register_number, "106"}, code + 11));
    facts.push_back(answered_fact({code, Call::register_number, "106"}, done_at(code + 12)));
    CHECK(stage_at(facts, code + 13) == NumberStage::live);
    facts.push_back(*told_fact(Step::choose_number, R"("107")", code + 20));
    CHECK(state_at(facts, code + 21) == "open");
    CHECK(stage_at(facts, code + 21) == NumberStage::connected);
    CHECK_FALSE(next_step(number_state_of(of(facts)), meta(), code + 21).may_send);
    facts.push_back(*told_fact(Step::choose_number, R"("106")", code + 30));
    CHECK(stage_at(facts, code + 31) == NumberStage::live);
  }
}

TEST_CASE("a registration that an earlier twinline noted without its number counts for the number of then",
          "[registration]") {
  std::vector<Onboarding> facts = new_number();
  const std::string when = R"("code_at":)" + std::to_string(code) + R"(,"call":"register_number")";
  const std::string asked = std::to_string(code + 11), answered = std::to_string(code + 12);
  facts.push_back(*read_fact(R"({"calls":[{)" + when + R"(,"first_asked_at":)" + asked + R"(,"asked_at":)" + asked +
                             R"(,"answer":{"outcome":"done","at":)" + answered + "}}]}"));
  CHECK(state_at(facts, code + 13) == "done");
  CHECK(stage_at(facts, code + 13) == NumberStage::live);
  CHECK(next_step(number_state_of(of(facts)), meta(), code + 13).may_send);

  NumberInfo second = info(false, "NOT_APPLICABLE");
  second.id = "107";
  facts.push_back(learned_from({code, Call::list_numbers}, listing(second), code + 20));
  facts.push_back(*told_fact(Step::choose_number, R"("107")", code + 20));
  CHECK(state_at(facts, code + 21) == "open");
  CHECK_FALSE(next_step(number_state_of(of(facts)), meta(), code + 21).may_send);
}

TEST_CASE("a number that is on a phone does not come by the Cloud API alone", "[registration]") {
  const std::vector<Onboarding> facts = signed_up(alone, info(true, "NOT_APPLICABLE"));
  CHECK(of(facts).fitting_numbers().empty());
  CHECK(stage_at(facts, code + 5) == NumberStage::connecting);
  CHECK(state_at(facts, code + 5) == "open");
}

TEST_CASE("a PIN that was wrong, lost or not used in time is entered again", "[registration]") {
  std::vector<Onboarding> facts = new_number();
  facts.push_back(pin_entered(code + 10));
  CHECK(state_at(facts, code + 70) == "open");
  CHECK(wanted_at(facts, code + 70).empty());

  facts.push_back(asked_fact({code, Call::register_number, "106"}, code + 11));
  CHECK(state_at(facts, code + 71) == "failed");
  CHECK(wanted_at(facts, code + 71) == "read_number");
  facts.push_back(answered_fact({code, Call::register_number, "106"}, refused_at(code + 12, 133005)));
  CHECK(state_at(facts, code + 12) == "failed");
  CHECK(wanted_at(facts, code + 1000).empty());
  facts.push_back(pin_entered(code + 20));
  CHECK(wanted_at(facts, code + 20) == "register_number");
}

TEST_CASE("a lost answer to a registration is settled by asking how the number stands", "[registration]") {
  std::vector<Onboarding> facts = new_number();
  facts.push_back(pin_entered(code + 10));
  facts.push_back(asked_fact({code, Call::register_number, "106"}, code + 11));
  facts.push_back(asked_fact({code, Call::read_number, "106"}, code + 71));
  GraphReply<NumberInfo> reply;
  reply.value = info(false, "CLOUD_API");
  facts.push_back(learned_from({code, Call::read_number, "106"}, reply, code + 72));
  CHECK(state_at(facts, code + 72) == "done");
  CHECK(stage_at(facts, code + 72) == NumberStage::live);
}

TEST_CASE("what Meta says of a number's phone and platform outlives the process", "[registration]") {
  const Onboarding known = of(new_number());
  const auto read = read_fact(write_fact(known));
  REQUIRE(read);
  CHECK(*read == known);
  CHECK(read->found_number()->on_app == false);
}

TEST_CASE("a number that was found long ago is looked at again before it is registered", "[registration]") {
  const std::int64_t later = code + 3 * 24 * 3600;
  std::vector<Onboarding> facts = new_number();
  facts.push_back(pin_entered(later));
  CHECK(wanted_at(facts, later + 1) == "read_number");
  facts.push_back(asked_fact({code, Call::read_number, "106"}, later + 1));
  CHECK(wanted_at(facts, later + 2).empty());
  GraphReply<NumberInfo> reply;
  SECTION("and registered where it still is on no phone") {
    reply.value = info(false, "NOT_APPLICABLE");
    facts.push_back(learned_from({code, Call::read_number, "106"}, reply, later + 2));
    CHECK(wanted_at(facts, later + 3) == "register_number");
  }
  SECTION("and left alone where it is on one now") {
    reply.value = info(true, "NOT_APPLICABLE");
    facts.push_back(learned_from({code, Call::read_number, "106"}, reply, later + 2));
    for (const std::int64_t now : {later + 3, later + 30, later + 3600}) {
      CHECK(wanted_at(facts, now) != "register_number");
    }
    CHECK_FALSE(register_number(api, of(facts), "123456", later + 3));
  }
}

TEST_CASE("there is no request to register a number of which Meta spoke long ago", "[registration]") {
  const Onboarding known = of(new_number());  // found at code + 4
  CHECK(register_number(api, known, "123456", code + 4 + 599));
  CHECK_FALSE(register_number(api, known, "123456", code + 4 + 600));
}

TEST_CASE("a PIN that waits too long is not used on what Meta said before", "[registration]") {
  std::vector<Onboarding> facts = new_number();
  facts.push_back(pin_entered(code + 4 + 590));
  CHECK(wanted_at(facts, code + 4 + 599) == "register_number");
  CHECK(wanted_at(facts, code + 4 + 600) == "read_number");
}

TEST_CASE("a PIN is wanted where it can be used, and else the reason is told", "[registration]") {
  const auto why_not = [](const std::vector<Onboarding>& facts, std::int64_t now) {
    return next_step_of(of(facts), {}, meta(), now).why_no_pin;
  };
  CHECK(why_not({created_fact("7", t0)}, t0).find("Cloud API") != std::string::npos);
  CHECK(why_not(signed_up(beside_app, info(true, "CLOUD_API")), code + 5).find("Cloud API") != std::string::npos);
  std::vector<Onboarding> facts = new_number();
  CHECK(why_not({facts.begin(), facts.end() - 1}, code + 5).find("not found") != std::string::npos);
  CHECK(why_not(signed_up(alone, info(true, "NOT_APPLICABLE")), code + 5).find("not found") != std::string::npos);
  CHECK(why_not(signed_up(alone, info(false, "CLOUD_API")), code + 5).find("already") != std::string::npos);
  CHECK(why_not(facts, code + 5).empty());
  CHECK(why_not(signed_up(alone, info({}, "")), code + 5).empty());

  facts.push_back(pin_entered(code + 10));
  CHECK(why_not(facts, code + 11).empty());
  facts.push_back(asked_fact({code, Call::register_number, "106"}, code + 11));
  CHECK(why_not(facts, code + 12).find("awaited") != std::string::npos);
  CHECK(why_not(facts, code + 71).empty());  // lost
  facts.push_back(answered_fact({code, Call::register_number, "106"}, done_at(code + 72)));
  CHECK(why_not(facts, code + 73).find("registered") != std::string::npos);
}

TEST_CASE("a PIN is kept while it is still to be used, and no longer", "[registration]") {
  const auto keeps = [](const std::vector<Onboarding>& facts, std::int64_t now) {
    return next_step_of(of(facts), {}, meta(), now).keeps;
  };
  const CallKey registering{code, Call::register_number, "106"};
  std::vector<Onboarding> facts = new_number();
  CHECK(keeps(facts, code + 9).empty());
  facts.push_back(pin_entered(code + 10));
  CHECK(keeps(facts, code + 10) == std::set<CallKey>{registering});
  CHECK(keeps(facts, code + 70).empty());

  SECTION("also while Meta cannot be reached") {
    facts.push_back(asked_fact(registering, code + 11));
    facts.push_back(answered_fact(registering, not_sent_at(code + 12)));
    CHECK(keeps(facts, code + 13) == std::set<CallKey>{registering});
    CHECK(wanted_at(facts, code + 13).empty());
    CHECK(wanted_at(facts, code + 17) == "register_number");
    CHECK(keeps(facts, code + 70).empty());
    CHECK(wanted_at(facts, code + 70).empty());
  }
  SECTION("not after Meta refused it") {
    facts.push_back(asked_fact(registering, code + 11));
    facts.push_back(answered_fact(registering, refused_at(code + 12, 133005)));
    CHECK(keeps(facts, code + 13).empty());
  }
  SECTION("not after another number was chosen, or the way to coexistence") {
    std::vector<Onboarding> other = facts;
    other.push_back(*told_fact(Step::choose_number, R"("107")", code + 11));
    CHECK(keeps(other, code + 12).empty());
    facts.push_back(*told_fact(Step::choose_way, beside_app, code + 11));
    CHECK(keeps(facts, code + 12).empty());
  }
}
