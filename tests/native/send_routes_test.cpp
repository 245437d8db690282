// What partners and the dashboard ask of sending, over HTTP.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/native/connected_shim.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

const std::string number = "/v1/numbers/1001";

std::vector<json> lines_of(const Answer& answer) {
  std::vector<json> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
  return lines;
}

// One that waits long enough to be looked at.
std::string for_later(const std::string& id, const std::string& to, const std::string& campaign = "") {
  json line = {{"id", id}, {"not_before", unix_s() + 60}, {"message", json::parse(ConnectedShim::offer(to))}};
  if (!campaign.empty()) line["campaign"] = campaign;
  return line.dump() + "\n";
}

json campaign(const std::string& name, int recipients) {
  json wish = {{"name", name}, {"lane", "marketing"}, {"template", {{"name", "offer"}, {"language", "en"}}}};
  for (int i = 0; i < recipients; ++i) {
    wish["recipients"].push_back({{"to", "49171" + std::to_string(1000 + i)}, {"parameters", {"Ann"}}});
  }
  return wish;
}

}  // namespace

TEST_CASE("a batch is answered line by line, a bad line says where and the others go", "[sending]") {
  ConnectedShim live;
  const std::string body = "{\"id\":\"a\",\"message\": {\"to\":\"491711\" , \"type\":\"template\"}}\n" +
                           std::string("{\"message\":{\"type\":\"text\"}}\n") + "not json\n" +
                           ConnectedShim::offer("491712") + "\n" + "{\"id\":\"a\",\"message\":{\"to\":\"491713\"}}\n";
  const auto lines = lines_of(live.shim.send("POST", number + "/sends", {bearer}, body));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0] == json{{"line", 1}, {"id", "a"}, {"state", "queued"}});
  CHECK(lines[1]["error"]["place"] == "to");
  CHECK(lines[2]["error"]["code"] == "bad_json");
  CHECK(lines[3]["state"] == "queued");
  CHECK(lines[4]["id"] == "a");
  CHECK(lines[4]["state"] == "waiting");  // an id is sent once
  live.wait_for_state("a", SendState::accepted);
  live.wait_for_state(lines[3]["id"], SendState::accepted);
  std::vector<std::string> sent;
  for (const auto& got : live.meta.got()) sent.push_back(got.raw);
  CHECK(sent.size() == 2);
  CHECK(std::count(sent.begin(), sent.end(), R"({"biz_opaque_callback_data":"a","to":"491711" , "type":"template"})") ==
        1);
  CHECK(live.get(number + "/sends/a")["state"] == "accepted");
  CHECK(live.ask("GET", number + "/sends/nothing", nullptr, 404)["error"]["code"] == "not_found");
}

TEST_CASE("ten thousand lines are taken at once, one more is too many", "[sending]") {
  ConnectedShim live;
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += for_later("m" + std::to_string(i), "49171" + std::to_string(10'000 + i));
  CHECK(lines_of(live.shim.send("POST", number + "/sends", {bearer}, body)).size() == 10'000);
  CHECK(live.get(number + "/queue")["lanes"][1]["waiting"] == 10'000);
  body += for_later("more", "491712");
  CHECK(live.shim.send("POST", number + "/sends", {bearer}, body).status == 413);
}

TEST_CASE("what waits says why and until when, and can be taken back once", "[sending]") {
  ConnectedShim live;
  live.shim.send("POST", number + "/sends", {bearer}, for_later("a", "491711") + for_later("b", "491712"));
  const json waiting = live.get(number + "/sends/a");
  CHECK(waiting["why"] == "not_before");
  CHECK(waiting["estimate_s"].get<std::int64_t>() >= unix_s() + 50);
  const json dropped = live.ask("DELETE", number + "/sends/a", nullptr, 200);
  CHECK(dropped["state"] == "dropped");
  CHECK(dropped["why"] == "cancelled");
  CHECK(live.ask("DELETE", number + "/sends/a", nullptr, 409)["error"]["code"] == "already_started");
  CHECK(live.get(number + "/sends?state=waiting")["sends"].size() == 1);
  CHECK(live.get(number + "/sends?to=%2B49%201711")["sends"][0]["id"] == "a");
  const json first = live.get(number + "/sends?limit=1");
  CHECK(first["sends"][0]["id"] == "b");
  CHECK(live.get(number + "/sends?limit=1&after=" + first["after"].get<std::string>())["sends"][0]["id"] == "a");
}

TEST_CASE("a person settles what is in doubt, in one of three ways", "[sending]") {
  ConnectedShim live([](ServiceOptions& options) { options.sending.answer_timeout_ms = 300; });
  live.meta.answer_with([](const auto&, std::size_t) { return std::optional<Response>(); });
  for (const std::string id : {"a", "b", "c"}) {
    live.shim.send("POST", number + "/sends", {bearer},
                   json{{"id", id}, {"message", json::parse(ConnectedShim::offer("49171" + id + "1"))}}.dump());
  }
  for (const std::string id : {"a", "b", "c"}) live.wait_for_state(id, SendState::in_doubt);
  live.meta.answer_with({});
  CHECK(live.get(number + "/queue")["in_doubt"] == 3);
  live.ask("POST", number + "/sends/a/decision", {{"decision", "perhaps"}}, 400);
  CHECK(live.ask("POST", number + "/sends/a/decision", {{"decision", "was_sent"}}, 200)["state"] == "accepted");
  CHECK(live.ask("POST", number + "/sends/b/decision", {{"decision", "give_up"}}, 200)["state"] == "dropped");
  live.ask("POST", number + "/sends/c/decision", {{"decision", "send_again"}}, 200);
  live.wait_for_state("c", SendState::accepted);
  CHECK(live.meta.count() == 4);
  CHECK(live.ask("POST", number + "/sends/a/decision", {{"decision", "give_up"}}, 409)["error"]["code"] ==
        "not_in_doubt");
}

TEST_CASE("while a person pauses the number nothing goes, also after a restart, and then it goes on", "[sending]") {
  ConnectedShim live;
  CHECK(live.ask("POST", number + "/queue/pause", {{"reason", "lunch"}}, 200)["paused"] == "lunch");
  const std::string id = json::parse(live.send_later(ConnectedShim::offer("491711")).body)["messages"][0]["id"];
  live.shim.start();
  CHECK(live.get(number + "/queue")["paused"] == "lunch");
  std::this_thread::sleep_for(std::chrono::milliseconds(1300));
  CHECK(live.get(number + "/sends/" + id)["why"] == "number_paused");
  CHECK_FALSE(live.ask("POST", number + "/queue/resume", json::object(), 200).contains("paused"));
  live.wait_for_state(id, SendState::accepted);
}

TEST_CASE("a number that was taken offline pauses, and goes on when it is connected again", "[sending]") {
  ConnectedShim live;
  live.deliver({{"event", "ACCOUNT_OFFBOARDED"}}, "account_update");
  ConnectedShim::wait_until([&] { return live.get(number + "/queue").contains("paused"); });
  const std::string id = json::parse(live.send_later(ConnectedShim::offer("491711")).body)["messages"][0]["id"];
  std::this_thread::sleep_for(std::chrono::milliseconds(1300));
  CHECK(live.stored(id).state == SendState::waiting);
  live.deliver({{"event", "ACCOUNT_RECONNECTED"}}, "account_update");
  live.wait_for_state(id, SendState::accepted);
}

TEST_CASE("an error that concerns the whole number stops it until a person resumes", "[sending]") {
  ConnectedShim live;
  live.meta.answer_with([](const auto&, std::size_t nth) {
    return nth == 1 ? FakeMessages::refused(368, "Temporarily blocked") : FakeMessages::accepted(nth, "491711");
  });
  CHECK(live.send(ConnectedShim::offer("491711")).status == 400);
  const json queue = live.get(number + "/queue");
  CHECK(queue.contains("stopped"));
  CHECK(queue["failures"][0]["code"] == 368);
  CHECK(queue["failures"][0]["action"].get<std::string>() != "");
  CHECK(live.get(number + "/allowed?to=491711")["template"]["allowed"] == false);
  const std::string id = json::parse(live.send_later(ConnectedShim::offer("491712")).body)["messages"][0]["id"];
  CHECK(live.get(number + "/sends/" + id)["why"] == "number_stopped");
  live.shim.start();
  CHECK(live.get(number + "/sends/" + id)["why"] == "number_stopped");
  live.ask("POST", number + "/queue/resume", json::object(), 200);
  CHECK(live.send(ConnectedShim::offer("491711")).status == 200);
}

TEST_CASE("what is allowed follows the service window and the user's wish", "[sending]") {
  ConnectedShim live;
  json allowed = live.get(number + "/allowed?to=491711");
  CHECK(allowed["free_form"]["allowed"] == false);
  CHECK(allowed["template"]["allowed"] == true);
  CHECK(allowed["marketing"]["allowed"] == true);
  live.written_by("491711");
  live.deliver(
      {{"messaging_product", "whatsapp"},
       {"metadata", {{"display_phone_number", "4930123"}, {"phone_number_id", "1001"}}},
       {"user_preferences",
        json::array(
            {{{"wa_id", "491711"}, {"category", "marketing_messages"}, {"value", "stop"}, {"timestamp", unix_s()}}})}},
      "user_preferences");
  ConnectedShim::wait_until([&] { return live.get(number + "/allowed?to=491711")["marketing"]["allowed"] == false; });
  allowed = live.get(number + "/allowed?to=%2B491711");
  CHECK(allowed["free_form"]["allowed"] == true);
  CHECK(allowed["free_form"]["until_s"].get<std::int64_t>() > unix_s() + 86'000);
  // And nothing is sent against it.
  const Answer refused = live.send(ConnectedShim::offer("491711"), {{"Twinline-Lane", "marketing"}});
  CHECK(json::parse(refused.body)["error"]["code"] == 131050);
  CHECK(live.meta.count() == 0);
}

TEST_CASE("a campaign goes to each of its recipients once, and tells how far it has come", "[sending]") {
  ConnectedShim live;
  json wish = campaign("spring", 25);
  wish["recipients"].push_back({{"to", "+49 171 1000"}});  // the first again
  wish["recipients"].push_back({{"to", "call me"}});
  const json preview = live.ask("POST", number + "/campaigns/preview", wish, 200);
  CHECK(preview["recipients"] == 25);
  CHECK(preview["duplicates"] == 1);
  CHECK(preview["invalid"][0]["line"] == 27);
  CHECK(preview["ends_s"].get<std::int64_t>() <= unix_s() + 5);
  CHECK(live.meta.count() == 0);
  const json made = live.ask("POST", number + "/campaigns", wish, 201);
  CHECK(made["total"] == 25);
  CHECK(live.ask("POST", number + "/campaigns", wish, 409)["error"]["code"] == "name_taken");
  const std::string path = number + "/campaigns/" + made["id"].get<std::string>();
  ConnectedShim::wait_until([&] { return live.get(path)["state"] == "done"; });
  const json done = live.get(path);
  CHECK(done["accepted"] == 25);
  CHECK(done.contains("ends_s"));
  CHECK(live.meta.got()[0].body["template"]["components"][0]["parameters"][0]["text"] == "Ann");
  CHECK(live.get(number + "/sends?campaign=spring&limit=100")["sends"].size() == 25);
}

TEST_CASE("a preview tells of the portfolio's limit, how much of it is used and when it will be met", "[sending]") {
  ConnectedShim live;
  const auto preview = [&](int recipients) {
    return live.ask("POST", number + "/campaigns/preview", campaign("spring", recipients), 200);
  };
  CHECK_FALSE(preview(60).contains("users_limit"));  // nobody told one
  live.deliver({{"display_phone_number", "4930123"}, {"event", "ONBOARDING"}, {"current_limit", "TIER_50"}},
               "phone_number_quality_update");
  ConnectedShim::wait_until([&] { return preview(1).contains("users_limit"); });
  CHECK(preview(50)["users_limit"] == 50);
  CHECK(preview(50)["users_reached"] == 0);
  CHECK_FALSE(preview(50).contains("users_full_s"));
  // One more was reached outside a service window, one inside.
  CHECK(live.send(ConnectedShim::offer("491799")).status == 200);
  live.written_by("491798");
  ConnectedShim::wait_until([&] { return live.shim.sends().user("1001", "491798")->has_value(); });
  CHECK(live.send(ConnectedShim::offer("491798")).status == 200);
  CHECK(preview(49)["users_reached"] == 1);
  CHECK_FALSE(preview(49).contains("users_full_s"));
  const json full = preview(50);
  REQUIRE(full.contains("users_full_s"));
  // At the pace of the rate the fiftieth of them finds no room after about three seconds.
  CHECK(full["users_full_s"].get<std::int64_t>() >= unix_s());
  CHECK(full["users_full_s"].get<std::int64_t>() <= unix_s() + 10);
  CHECK(live.meta.count() == 2);
}

TEST_CASE("a paused campaign waits, also after a restart, a cancelled one is dropped", "[sending]") {
  ConnectedShim live;
  json wish = campaign("later", 3);
  wish["not_before"] = unix_s() + 60;
  const std::string path =
      number + "/campaigns/" + live.ask("POST", number + "/campaigns", wish, 201)["id"].get<std::string>();
  CHECK(live.ask("POST", path + "/pause", json::object(), 200)["state"] == "paused");
  live.shim.start();
  CHECK(live.get(path)["state"] == "paused");
  CHECK(live.get(path)["waiting"] == 3);
  CHECK(live.ask("POST", path + "/resume", json::object(), 200)["state"] == "running");
  const json cancelled = live.ask("POST", path + "/cancel", json::object(), 200);
  CHECK(cancelled["state"] == "cancelled");
  CHECK(cancelled["dropped"] == 3);
  live.ask("POST", path + "/resume", json::object(), 409);
  CHECK(live.meta.count() == 0);
}

TEST_CASE("a campaign that sends are handed in for by name can be paused like any other", "[sending]") {
  ConnectedShim live;
  live.shim.send("POST", number + "/sends", {bearer}, for_later("a", "491711", "by name"));
  const json campaigns = live.get(number + "/campaigns")["campaigns"];
  REQUIRE(campaigns.size() == 1);
  CHECK(campaigns[0]["name"] == "by name");
  CHECK(campaigns[0]["waiting"] == 1);
}

TEST_CASE("a number without an app has an empty queue that says why, and takes nothing", "[sending]") {
  ConnectedShim live;
  const std::string other = "/v1/numbers/2002";
  CHECK(live.ask("GET", other + "/queue", nullptr, 200).contains("stopped"));
  CHECK(live.ask("GET", other + "/allowed?to=491711", nullptr, 200)["template"]["allowed"] == false);
  CHECK(live.ask("GET", other + "/sends", nullptr, 200)["sends"].empty());
  CHECK(live.ask("GET", other + "/campaigns", nullptr, 200)["campaigns"].empty());
  CHECK(live.shim.send("POST", other + "/sends", {bearer}, ConnectedShim::offer("491711")).status == 404);
}

TEST_CASE("the queue counts what went out and came in by the second", "[sending]") {
  ConnectedShim live;
  CHECK(live.send(ConnectedShim::offer("491711")).status == 200);
  live.written_by("491712");
  const auto sum = [&](const char* what) {
    std::int64_t total = 0;
    const json queue = live.get(number + "/queue");
    for (const json& second : queue["seconds"]) total += second[what].get<std::int64_t>();
    return total;
  };
  ConnectedShim::wait_until([&] { return sum("in") == 1; });
  CHECK(sum("out") == 1);
  CHECK(live.get(number + "/queue")["seconds"].size() == 60);
  CHECK(live.get(number + "/queue")["rate"] == 20);
  CHECK(live.shim.get("/metrics").body.find("twinline_sends_accepted_total 1") != std::string::npos);
}

TEST_CASE("other calls are handed to Meta with the token of the number's app", "[sending]") {
  ConnectedShim live;
  CHECK(live.shim.send("GET", "/v24.0/900/message_templates?limit=3", {bearer}).body == R"({"success":true})");
  CHECK(live.shim
            .send("POST", "/v24.0/1001/media", {bearer, {"Content-Type", "multipart/form-data"}},
                  std::string(5U << 20, 'x'))
            .status == 200);
  CHECK(live.shim.send("GET", "/v24.0/77", {bearer}).status == 200);
  CHECK(live.shim.send("GET", "/v24.0/900/message_templates", {}).status == 401);
}

TEST_CASE("what may be asked of Meta once only, or not at all, is not handed on", "[sending]") {
  ConnectedShim live;
  const auto refused = [&](const std::string& path) {
    const Answer answer = live.shim.send("POST", path, {bearer}, "{}");
    CHECK(answer.status == 400);
    return json::parse(answer.body)["error"]["error_data"]["details"].get<std::string>();
  };
  CHECK(refused("/v24.0/1001/smb_app_data").find("/coex/sync") != std::string::npos);
  CHECK(refused("/v24.0/1001/register").find("registered already") != std::string::npos);
  CHECK(refused("/v24.0/1001/deregister/").find("Disconnect Account") != std::string::npos);
  CHECK(live.shim.send("GET", "/v24.0/1001/register", {bearer}).status == 200);
}

TEST_CASE("more than may wait are not taken, and are told what to do", "[sending]") {
  ConnectedShim live([](ServiceOptions& options) { options.sending.most_waiting = 2; });
  const auto offer = [&](const std::string& lines) {
    return lines_of(live.shim.send("POST", number + "/sends", {bearer}, lines));
  };
  const auto lines = offer(for_later("a", "491711") + for_later("b", "491712") + for_later("c", "491713"));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["state"] == "queued");
  CHECK(lines[1]["state"] == "queued");
  CHECK(lines[2]["error"]["code"] == "queue_full");
  const Answer refused = live.send(ConnectedShim::offer("491714"));
  CHECK(refused.status == 429);
  CHECK(json::parse(refused.body)["error"]["code"] == 130429);
  // What is known already is answered as ever.
  CHECK(offer(for_later("a", "491711"))[0]["state"] == "waiting");
  CHECK(live.ask("POST", number + "/campaigns", campaign("spring", 1), 429)["error"]["code"] == "queue_full");
  live.ask("DELETE", number + "/sends/a", nullptr, 200);
  CHECK(live.ask("POST", number + "/campaigns", campaign("spring", 2), 429)["error"]["code"] == "queue_full");
  CHECK(live.get(number + "/campaigns")["campaigns"].empty());
  CHECK(offer(for_later("c", "491713"))[0]["state"] == "queued");
}

TEST_CASE("what was taken before the queue was full is answered as taken, by its key and by its id", "[sending]") {
  ConnectedShim live([](ServiceOptions& options) { options.sending.most_waiting = 1; });
  REQUIRE(live.send_later(ConnectedShim::offer("491711"), {{"Idempotency-Key", "gone"}}).status == 202);
  ConnectedShim::wait_until([&] { return live.get(number + "/sends")["sends"][0]["state"] == "accepted"; });
  const std::string gone = live.get(number + "/sends")["sends"][0]["id"];
  const Headers key = {{"Idempotency-Key", "k"}, {"Twinline-Not-Before", std::to_string(unix_s() + 60)}};
  const Answer first = live.send_later(ConnectedShim::offer("491712"), key);
  REQUIRE(first.status == 202);
  CHECK(live.send_later(ConnectedShim::offer("491713"), {{"Idempotency-Key", "new"}}).status == 429);
  const Answer again = live.send_later(ConnectedShim::offer("491712"), key);
  CHECK(again.status == 202);
  CHECK(again.body == first.body);
  const auto lines = lines_of(live.shim.send("POST", number + "/sends", {bearer}, for_later(gone, "491711")));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0]["state"] == "accepted");
}
