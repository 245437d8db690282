#include <string>

#include "core/graph/answers.h"
#include "core/graph/error.h"
#include "core/graph/learned.h"
#include "core/graph/longest_wait.h"
#include "core/graph/requests.h"
#include "core/lifecycle/next_step.h"
#include "core/policy/load.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

const Policy& meta() {
  static const Policy policy = *builtin_policy("meta");
  return policy;
}

const Date day = *parse_date("2026-09-02");
constexpr std::int64_t t0 = 1788307200;

GraphApi api() { return {"https://graph.example", "v24.0", "secret-token"}; }

Answer answer(int status, std::string body) { return {status, std::move(body), {}}; }

GraphError error_of(int status, const std::string& body) {
  const std::optional<GraphError> error = read_error(answer(status, body), meta(), day);
  REQUIRE(error);
  return *error;
}

std::string header(const Request& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("requests are what Meta's reference asks for", "[graph]") {
  Request request = subscribe_app(api(), "1001");
  CHECK(request.method == "POST");
  CHECK(request.url == "https://graph.example/v24.0/1001/subscribed_apps");
  CHECK(header(request, "Authorization") == "Bearer secret-token");

  request = request_sync(api(), "2002", SyncType::contacts);
  CHECK(request.method == "POST");
  CHECK(request.url == "https://graph.example/v24.0/2002/smb_app_data");
  CHECK(request.body == R"({"messaging_product":"whatsapp","sync_type":"smb_app_state_sync"})");
  CHECK(header(request, "Content-Type") == "application/json");
  CHECK(request_sync(api(), "2002", SyncType::history).body ==
        R"({"messaging_product":"whatsapp","sync_type":"history"})");

  request = read_number(api(), "2002");
  CHECK(request.method == "GET");
  CHECK(request.url.find("/v24.0/2002?fields=") != std::string::npos);
  CHECK(request.url.find("is_on_biz_app,platform_type") != std::string::npos);
  CHECK(list_numbers(api(), "1001", "a=b").url.find("/1001/phone_numbers?fields=") != std::string::npos);
  CHECK(list_numbers(api(), "1001", "a=b").url.find("&after=a%3Db") != std::string::npos);
}

TEST_CASE("an odd id cannot change the address, and a code needs no token", "[graph]") {
  CHECK(subscribe_app(api(), "1/../2?x#y").url == "https://graph.example/v24.0/1%2F%2E%2E%2F2%3Fx%23y/subscribed_apps");
  const Request request = exchange_code(api(), "7", "s&t", "c+d");
  CHECK(request.url == "https://graph.example/v24.0/oauth/access_token?client_id=7&client_secret=s%26t&code=c%2Bd");
  CHECK(header(request, "Authorization").empty());
}

TEST_CASE("the newest version of the Graph API that lives is known", "[graph]") {
  CHECK(meta().newest_graph_version(*parse_date("2026-07-28")) == "v25.0");
  CHECK(meta().newest_graph_version(*parse_date("2026-07-29")) == "v26.0");
  CHECK(meta().newest_graph_version(*parse_date("2020-01-01")).empty());
}

TEST_CASE("a sync that was taken gives its request id", "[graph]") {
  GraphReply<SyncAccepted> reply =
      read_sync_answer(answer(200, R"({"messaging_product":"whatsapp","request_id":"r1"})"), meta(), day);
  REQUIRE(reply);
  CHECK(reply->request_id == "r1");
  reply = read_sync_answer(answer(200, R"({"success":true})"), meta(), day);
  CHECK(reply);
  // A provider's form of the same answer.
  reply = read_sync_answer(answer(200, R"({"status":"success","data":{"request_id":"r2"}})"), meta(), day);
  REQUIRE(reply);
  CHECK(reply->request_id == "r2");
  reply = read_sync_answer(answer(200, "{}"), meta(), day);
  CHECK(!reply);
  CHECK(reply.error.outcome == Outcome::unknown);
}

TEST_CASE("a number tells whether it is in app and API both", "[graph]") {
  const auto coexists = [](const char* body) { return read_number_answer(answer(200, body), meta(), day)->coexists(); };
  CHECK(coexists(R"({"id":"2","is_on_biz_app":true,"platform_type":"CLOUD_API"})") == true);
  CHECK(coexists(R"({"id":"2","is_on_biz_app":false,"platform_type":"CLOUD_API"})") == false);
  CHECK(coexists(R"({"id":"2","is_on_biz_app":true,"platform_type":"NOT_APPLICABLE"})") == false);
  CHECK(!coexists(R"({"id":2,"platform_type":"CLOUD_API"})").has_value());
  CHECK(!coexists(R"({"id":2,"is_on_biz_app":true})").has_value());
}

TEST_CASE("the numbers of an account come page by page", "[graph]") {
  const GraphReply<NumberList> first = read_numbers_answer(
      answer(200, R"({"data":[{"id":"1","display_phone_number":"+1 631-555-8151","is_on_biz_app":true},{"id":2}],
                      "paging":{"cursors":{"before":"x","after":"y"},"next":"https://graph.example/next"}})"),
      meta(), day);
  REQUIRE(first);
  REQUIRE(first->numbers.size() == 2);
  CHECK(first->numbers[0].phone == "+1 631-555-8151");
  CHECK(first->numbers[1].id == "2");
  CHECK(first->after == "y");
  const GraphReply<NumberList> last =
      read_numbers_answer(answer(200, R"({"data":[],"paging":{"cursors":{"after":"y"}}})"), meta(), day);
  REQUIRE(last);
  CHECK(last->after.empty());
}

TEST_CASE("the subscribed fields of the app are read in both forms", "[graph]") {
  const GraphReply<Subscriptions> reply = read_subscriptions_answer(
      answer(200, R"({"data":[{"object":"page","fields":["feed"],"callback_url":"https://other.example"},
        {"object":"whatsapp_business_account","callback_url":"https://ours.example/hook","active":true,
         "fields":[{"name":"messages","version":"v24.0"},{"name":"history"},"account_update"]}]})"),
      meta(), day);
  REQUIRE(reply);
  CHECK(reply->callback_url == "https://ours.example/hook");
  CHECK(reply->fields == std::vector<std::string>{"account_update", "history", "messages"});
}

TEST_CASE("an error carries Meta's words and the policy's advice", "[graph]") {
  const GraphError error = error_of(400, R"({"error":{"message":"(#131056) pair rate limit","type":"OAuthException",
      "code":131056,"error_data":{"details":"too many to one user"},"fbtrace_id":"T1"}})");
  CHECK(error.code == 131056);
  CHECK(error.details == "too many to one user");
  CHECK(error.trace == "T1");
  CHECK(error.known);
  CHECK(error.outcome == Outcome::refused);
  CHECK(error.advice == RetryAdvice::wait_for_user);
  CHECK(error.reach == Reach::user);
  CHECK(wait_before(error, 0) == 1000);
  CHECK(wait_before(error, 1) == 4000);
  CHECK(wait_before(error, 3) == 64000);
  CHECK(!wait_before(error, 6));
}

TEST_CASE("the codes of a sync are known as code and as subcode", "[graph]") {
  const GraphError as_code = error_of(400, R"({"error":{"code":2593107}})");
  const GraphError as_subcode = error_of(400, R"({"error":{"code":"100","error_subcode":2593107}})");
  CHECK(as_code.advice == RetryAdvice::onboard_again);
  CHECK(as_subcode.advice == RetryAdvice::onboard_again);
  CHECK(particular_code(as_code) == 2593107);
  CHECK(particular_code(as_subcode) == 2593107);
  CHECK(particular_code(error_of(400, R"({"error":{"code":100,"error_subcode":33}})")) == 100);
}

TEST_CASE("an error no rule knows is advised by its status", "[graph]") {
  const char* body = R"({"error":{"code":987654,"message":"something new"}})";
  CHECK(error_of(400, body).advice == RetryAdvice::never);
  CHECK(error_of(401, body).advice == RetryAdvice::authorise);
  CHECK(error_of(429, body).advice == RetryAdvice::back_off);
  CHECK(error_of(503, body).advice == RetryAdvice::retry);
  CHECK(!error_of(503, body).known);
  CHECK(error_of(503, body).title == "something new");
  CHECK(error_of(404, "<html>").outcome == Outcome::refused);
}

TEST_CASE("an answer that is lost or none of Graph's leaves the outcome unknown", "[graph]") {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{
           {0, ""}, {502, "<html>Bad gateway</html>"}, {200, "{\"request_i"}, {200, ""}, {504, ""}, {302, "{}"}}) {
    CAPTURE(status, body);
    const GraphError error = error_of(status, body);
    CHECK(error.outcome == Outcome::unknown);
    CHECK(error.advice == RetryAdvice::never);
    CHECK(!wait_before(error, 0));
  }
}

TEST_CASE("an answer's own wish to wait is heard", "[graph]") {
  Answer slow = answer(429, R"({"error":{"code":130429}})");
  slow.retry_after_ms = 30000;
  const std::optional<GraphError> error = read_error(slow, meta(), day);
  REQUIRE(error);
  CHECK(wait_before(*error, 0) == 30000);
  CHECK(wait_before(*error, 5) == 32000);
  slow.retry_after_ms = std::int64_t{1} << 62;
  CHECK(read_error(slow, meta(), day)->retry_after_ms == longest_wait_ms);
}

TEST_CASE("a success is no error, a success that says no is one", "[graph]") {
  CHECK(!read_error(answer(200, R"({"success":true})"), meta(), day));
  CHECK(read_done(answer(200, R"({"success":true})"), meta(), day));
  CHECK(error_of(200, R"({"success":false})").outcome == Outcome::refused);
  CHECK(error_of(200, R"({"error":{"code":190}})").advice == RetryAdvice::authorise);
}

TEST_CASE("answers teach the life of a number", "[graph]") {
  NumberState state;
  state.onboarded_at = t0;
  state.subscribed_at = t0;
  const auto sync = [&](int status, const char* body, SyncType type) {
    join(state, learned_from(read_sync_answer(answer(status, body), meta(), day), t0, type, t0 + 10));
  };
  sync(200, R"({"request_id":"r1"})", SyncType::contacts);
  sync(0, "", SyncType::history);
  NextStep step = next_step(state, meta(), t0 + 11);
  CHECK(step.contacts == SyncStage::accepted);
  CHECK(step.history == SyncStage::asked);
  sync(400, R"({"error":{"code":100,"error_subcode":2593108}})", SyncType::history);
  CHECK(next_step(state, meta(), t0 + 11).history == SyncStage::too_late);

  const char* gone = R"({"error":{"code":100,"error_subcode":33,"message":"Unsupported get request"}})";
  join(state, learned_from(read_number_answer(answer(400, gone), meta(), day), t0 + 100));
  step = next_step(state, meta(), t0 + 101);
  CHECK(step.stage == NumberStage::offboarded);
  CHECK(!step.may_send);
  const char* back = R"({"id":"2","is_on_biz_app":true,"platform_type":"CLOUD_API","quality_rating":"GREEN"})";
  join(state, learned_from(read_number_answer(answer(200, back), meta(), day), t0 + 200));
  CHECK(next_step(state, meta(), t0 + 201).may_send);
  CHECK(state.quality == Stated{t0 + 200, "GREEN"});
  // A lost answer says nothing about the number.
  const NumberState before = state;
  CHECK(!join(state, learned_from(read_number_answer(answer(0, ""), meta(), day), t0 + 300)));
  CHECK(state == before);
}

TEST_CASE("a profile is read and changed in Meta's own members, and no others", "[graph]") {
  CHECK(read_profile(api(), "2002").url.find("/2002/whatsapp_business_profile?fields=about,") != std::string::npos);
  const Result<Request> change =
      change_profile(api(), "2002", R"({"about":"We grow","websites":["https://example.com"],"vertical":"RETAIL"})");
  REQUIRE(change);
  CHECK((*change).method == "POST");
  CHECK((*change).url == "https://graph.example/v24.0/2002/whatsapp_business_profile");
  CHECK((*change).body ==
        R"({"messaging_product":"whatsapp","about":"We grow","websites":["https://example.com"],"vertical":"RETAIL"})");
  for (const char* bad : {"", "{", "[]", "{}", R"({"about":1})", R"({"websites":"https://example.com"})",
                          R"({"websites":[1]})", R"({"token":"x"})"}) {
    CAPTURE(std::string(bad));
    CHECK(!change_profile(api(), "2002", bad));
  }
  CHECK(change_profile(api(), "2002", R"({"token":"x"})").error().place == "/token");

  const auto profile = read_profile_answer(
      answer(200,
             R"({"data":[{"messaging_product":"whatsapp","about":"We grow","websites":["https://example.com/"]}]})"),
      meta(), day);
  REQUIRE(profile);
  CHECK(profile->json == R"({"about":"We grow","websites":["https://example.com/"]})");
  CHECK(read_profile_answer(answer(200, R"({"data":[]})"), meta(), day)->json == "{}");
  CHECK(!read_profile_answer(answer(200, R"({"data":"x"})"), meta(), day));
  CHECK(!read_profile_answer(answer(400, R"({"error":{"code":190}})"), meta(), day));
}

TEST_CASE("templates are listed page by page, created and deleted", "[graph]") {
  CHECK(list_templates(api(), "1001").url.find("/1001/message_templates?fields=id,name") != std::string::npos);
  CHECK(list_templates(api(), "1001", "a=b").url.find("&after=a%3Db") != std::string::npos);
  const std::string body =
      R"({"name":"hello_1","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hello"}]})";
  const Result<Request> create = create_template(api(), "1001", body);
  REQUIRE(create);
  CHECK((*create).method == "POST");
  CHECK((*create).url == "https://graph.example/v24.0/1001/message_templates");
  CHECK((*create).body == body);
  struct Case {
    const char* members;
    const char* place;
  };
  for (const Case& bad : {
           Case{R"({"name":"Hello","language":"en","category":"UTILITY","components":[{}]})", "/name"},
           Case{R"({"name":"","language":"en","category":"UTILITY","components":[{}]})", "/name"},
           Case{R"({"name":"hello","category":"UTILITY","components":[{}]})", "/language"},
           Case{R"({"name":"hello","language":"en","category":1,"components":[{}]})", "/category"},
           Case{R"({"name":"hello","language":"en","category":"UTILITY","components":[]})", "/components"},
           Case{R"([])", ""},
       }) {
    CAPTURE(std::string(bad.members));
    const Result<Request> refused = create_template(api(), "1001", bad.members);
    REQUIRE(!refused);
    CHECK(refused.error().place == bad.place);
  }
  const Request remove = delete_template(api(), "1001", "hello&x");
  CHECK(remove.method == "DELETE");
  CHECK(remove.url == "https://graph.example/v24.0/1001/message_templates?name=hello%26x");

  const auto page = read_templates_answer(
      answer(200, R"({"data":[{"id":"1","name":"hello_1"}],"paging":{"cursors":{"after":"Q"},"next":"https://x"}})"),
      meta(), day);
  REQUIRE(page);
  CHECK(page->json == R"([{"id":"1","name":"hello_1"}])");
  CHECK(page->after == "Q");
  const auto created =
      read_object_answer(answer(200, R"({"id":"5","status":"PENDING","category":"UTILITY"})"), meta(), day);
  REQUIRE(created);
  CHECK(created->json == R"({"id":"5","status":"PENDING","category":"UTILITY"})");
  CHECK(!read_object_answer(answer(200, "{}"), meta(), day));
}

TEST_CASE("the account tab's reading of a number brings its tier", "[graph]") {
  CHECK(read_number_account(api(), "2002").url.find("whatsapp_business_manager_messaging_limit") != std::string::npos);
  CHECK(read_account(api(), "1001").url.find("/v24.0/1001?fields=id,name") != std::string::npos);
  const auto info = read_number_answer(
      answer(200, R"({"id":"2002","quality_rating":"GREEN","whatsapp_business_manager_messaging_limit":"TIER_2K"})"),
      meta(), day);
  REQUIRE(info);
  CHECK(info->limit == "TIER_2K");
  const NumberState learned = learned_from(info, t0);
  CHECK(learned.messaging_limit == Stated{t0, "TIER_2K"});
  CHECK(learned.quality == Stated{t0, "GREEN"});
}
