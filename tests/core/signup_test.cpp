#include "core/graph/signup.h"

#include <string>

#include "tests/support/catch.h"

using namespace twinline;

TEST_CASE("only Meta's own https origins are believed", "[signup]") {
  struct Case {
    const char* origin;
    bool meta;
  };
  const Case cases[] = {
      {"https://www.facebook.com", true},
      {"https://facebook.com", true},
      {"https://business.facebook.com", true},
      {"https://a.b.facebook.com", true},
      {"https://facebook.com:443", true},
      {"HTTPS://WWW.FaceBook.COM", true},
      {"https://evilfacebook.com", false},
      {"https://facebook.com.evil.com", false},
      {"https://www.facebook.com.evil.com", false},
      {"https://evil.com/facebook.com", false},
      {"https://evil.com/.facebook.com", false},
      {"https://evil.com#.facebook.com", false},
      {"https://evil.com?.facebook.com", false},
      {"https://evil.com\\.facebook.com", false},
      {"https://www.facebook.com/", false},
      {"https://www.facebook.com/evil", false},
      {"https://user@www.facebook.com", false},
      {"https://user:password@www.facebook.com", false},
      {"https://www.facebook.com@evil.com", false},
      {"https://www.facebook.com:8443", false},
      {"https://www.facebook.com:80", false},
      {"https://www.facebook.com:443:443", false},
      {"https://:443", false},
      {"http://www.facebook.com", false},
      {"http://facebook.com:443", false},
      {"ftp://facebook.com", false},
      {"//facebook.com", false},
      {"facebook.com", false},
      {"https://.facebook.com", false},
      {"https://..facebook.com", false},
      {"https://www..facebook.com", false},
      {"https://facebook.com.", false},
      {"https://facebook.org", false},
      {"https://xfacebook.com", false},
      {"https://facebook.co", false},
      {"https:// facebook.com", false},
      {"https://facebook.com ", false},
      {" https://facebook.com", false},
      {"https://faceb\xc3\xb6ok.com", false},
      {"https://evil%2efacebook.com", false},
      {"https://", false},
      {"null", false},
      {"", false},
  };
  for (const Case& example : cases) {
    CAPTURE(std::string(example.origin));
    CHECK(is_meta_origin(example.origin) == example.meta);
  }
  CHECK(!is_meta_origin(std::string_view("https://evil.com\0.facebook.com", 30)));
}

TEST_CASE("a finish event of the business app names the account, and perhaps the number", "[signup]") {
  const auto whole = read_signup_event(
      R"({"type":"WA_EMBEDDED_SIGNUP","event":"FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING","version":3,
          "data":{"waba_id":"102","phone_number_id":"106","business_id":"77"}})",
      5);
  REQUIRE(whole);
  CHECK(whole->at == 5);
  CHECK(whole->kind == SignupKind::finish);
  CHECK(whole->event == "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
  CHECK(whole->waba == "102");
  CHECK(whole->phone_number_id == "106");
  CHECK(whole->business == "77");

  const auto bare = read_signup_event(
      R"({"data":{"waba_id":102},"type":"WA_EMBEDDED_SIGNUP","event":"FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"})", 5);
  REQUIRE(bare);
  CHECK(bare->kind == SignupKind::finish);
  CHECK(bare->waba == "102");
  CHECK(bare->phone_number_id.empty());

  for (const char* name : {"FINISH", "FINISH_ONLY_WABA"}) {
    const auto event = read_signup_event(
        std::string(R"({"type":"WA_EMBEDDED_SIGNUP","data":{"waba_id":"1"},"event":")") + name + "\"}", 5);
    REQUIRE(event);
    CHECK(event->kind == SignupKind::finish);
  }
}

TEST_CASE("a cancel keeps its step and an error its id, though both are called CANCEL", "[signup]") {
  const auto cancel = read_signup_event(
      R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","data":{"current_step":"PHONE_NUMBER_SETUP"}})", 5);
  REQUIRE(cancel);
  CHECK(cancel->kind == SignupKind::cancel);
  CHECK(cancel->step == "PHONE_NUMBER_SETUP");

  const auto error = read_signup_event(
      R"({"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL",
          "data":{"error_message":"That did not work.","error_id":524126,"session_id":"f34b51","timestamp":"1746041036"}})",
      5);
  REQUIRE(error);
  CHECK(error->kind == SignupKind::error);
  CHECK(error->error_id == "524126");
  CHECK(error->error_message == "That did not work.");
  CHECK(error->session_id == "f34b51");

  const auto new_one = read_signup_event(R"({"type":"WA_EMBEDDED_SIGNUP","event":"HALFWAY"})", 5);
  REQUIRE(new_one);
  CHECK(new_one->kind == SignupKind::other);
  CHECK(new_one->event == "HALFWAY");
}

TEST_CASE("what is no message of Embedded Signup is passed over", "[signup]") {
  for (const char* text : {"", "cb=f3", "[]", "3", "null", "\"WA_EMBEDDED_SIGNUP\"", "{}", R"({"type":"OTHER"})",
                           R"({"type":["WA_EMBEDDED_SIGNUP"]})", R"({"type":"WA_EMBEDDED_SIGNUP")"}) {
    CAPTURE(std::string(text));
    CHECK(!read_signup_event(text, 5));
  }
  const auto odd = read_signup_event(R"({"type":"WA_EMBEDDED_SIGNUP","event":{"a":1},"data":[1]})", 5);
  REQUIRE(odd);
  CHECK(odd->kind == SignupKind::other);
}
