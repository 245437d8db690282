// Messages are sent through a running shim to a Meta that counts what it receives.
#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/native/connected_shim.h"
#include "tests/native/raw_connection.h"
#include "tests/support/catch.h"

using namespace twinline;
using nlohmann::json;

namespace {

json parsed(const Answer& answer) {
  INFO(answer.status << " " << answer.body);
  return json::parse(answer.body, nullptr, false);
}

std::string id_in(const Answer& answer) {
  const json body = parsed(answer);
  REQUIRE(body.contains("messages"));
  return body["messages"][0]["id"];
}

// A busy machine may hold a byte up for longer than the usual guard allows for.
void for_a_busy_machine(ServiceOptions& options) { options.sending.guard_ms = 500; }

}  // namespace

TEST_CASE("an answer of Meta is handed through as it came, and Meta sees the message as it was sent", "[sending]") {
  ConnectedShim live;
  live.written_by("491711");
  const std::string body = "{ \"to\": \"491711\",\n \"text\": {\"body\": \"gr\\u00fc\\u00dfe\"}, \"type\":\"text\" }";
  const Answer answer = live.send(body);
  CHECK(answer.status == 200);
  CHECK(answer.body == FakeMessages::accepted(1, "491711").body);
  const auto got = live.meta.got();
  REQUIRE(got.size() == 1);
  CHECK(got[0].path == "/v24.0/1001/messages");
  CHECK(got[0].token == "Bearer token of the business");
  const std::string id = got[0].body["biz_opaque_callback_data"];
  CHECK(got[0].raw == "{\"biz_opaque_callback_data\":\"" + id + "\"," + body.substr(1));
  CHECK(live.stored(id).wamid == "wamid.S1");
}

TEST_CASE("a caller's own callback data goes out unchanged", "[sending]") {
  ConnectedShim live;
  const std::string body =
      R"({"to":"491711","type":"template","biz_opaque_callback_data":"mine","template":{"name":"a"}})";
  CHECK(live.send(body).status == 200);
  CHECK(live.meta.got()[0].raw == body);
}

TEST_CASE("messages offered at once leave at no more than twenty in any second, and all leave", "[sending]") {
  ConnectedShim live(for_a_busy_machine);
  std::set<std::string> ids;
  for (int i = 0; i < 50; ++i)
    ids.insert(id_in(live.send_later(ConnectedShim::offer("49171" + std::to_string(1000 + i)))));
  CHECK(ids.size() == 50);
  live.meta.wait_for(50);
  CHECK(live.meta.highest_in_a_second() <= 20);
  std::set<std::string> received;
  for (const auto& got : live.meta.got()) received.insert(got.body["biz_opaque_callback_data"].get<std::string>());
  CHECK(received == ids);
}

TEST_CASE("slow answers hold up nobody else", "[sending]") {
  ConnectedShim live(for_a_busy_machine);
  live.meta.answer_with([](const auto&, std::size_t) { return std::optional<Response>(); });
  for (int i = 0; i < 45; ++i) live.send_later(ConnectedShim::offer("49171" + std::to_string(1000 + i)));
  live.meta.wait_for(45);
  CHECK(live.meta.highest_in_a_second() <= 20);
  live.meta.release();
}

TEST_CASE("what Meta refuses for good is handed through and not repeated", "[sending]") {
  ConnectedShim live;
  live.meta.answer_with(
      [](const auto&, std::size_t) { return FakeMessages::refused(131026, "Message undeliverable"); });
  const Answer answer = live.send(ConnectedShim::offer("491711"));
  CHECK(answer.status == 400);
  CHECK(answer.body == FakeMessages::refused(131026, "Message undeliverable").body);
  CHECK(live.meta.count() == 1);
  const StoredSend send = live.stored(live.meta.got()[0].body["biz_opaque_callback_data"]);
  CHECK(send.state == SendState::failed);
  CHECK(send.error_code == 131026);
}

TEST_CASE("a message whose turn does not come in time is answered with 130429 and never sent", "[sending]") {
  ConnectedShim live([](ServiceOptions& options) { options.sending.wait_s = 0; });
  const Answer answer = live.send(ConnectedShim::offer("491711"));
  CHECK(answer.status == 400);
  CHECK(parsed(answer)["error"]["code"] == 130429);
  // One that is offered afterwards goes, so the first would have gone before it.
  const std::string id = id_in(live.send_later(ConnectedShim::offer("491712")));
  live.wait_for_state(id, SendState::accepted);
  CHECK(live.meta.count() == 1);
}

TEST_CASE("a caller that hangs up before its message starts takes it back, with a key it goes on for the repetition",
          "[sending]") {
  ConnectedShim live;
  live.ask("POST", "/v1/numbers/1001/queue/pause", json::object(), 200);
  const auto hang_up = [&](const std::string& to, const std::string& headers) {
    const std::string body = ConnectedShim::offer(to);
    RawConnection caller(live.shim.service->port());
    caller.send("POST /v24.0/1001/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin token\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::string mine = "/v1/numbers/1001/sends?state=waiting&to=" + to;
    ConnectedShim::wait_until([&] { return live.get(mine)["sends"].size() == 1; });
    return std::string(live.get(mine)["sends"][0]["id"]);
  };
  const std::string plain = hang_up("491711", "");
  const std::string keyed = hang_up("491712", "Idempotency-Key: k\r\n");
  live.wait_for_state(plain, SendState::dropped);
  const json dropped = live.get("/v1/numbers/1001/sends/" + plain);
  CHECK(dropped["why"] == "cancelled");
  CHECK(dropped["attempts"] == 0);
  live.ask("POST", "/v1/numbers/1001/queue/resume", json::object(), 200);
  const Answer again = live.send(ConnectedShim::offer("491712"), {{"Idempotency-Key", "k"}});
  CHECK(again.status == 200);
  CHECK(live.stored(keyed).answer == again.body);
  CHECK(live.meta.count() == 1);
}

TEST_CASE("a caller that hangs up while its message is on its way changes nothing", "[sending]") {
  ConnectedShim live;
  live.meta.answer_with([](const auto&, std::size_t) { return std::optional<Response>(); });
  const std::string body = ConnectedShim::offer("491711");
  {
    RawConnection caller(live.shim.service->port());
    caller.send(
        "POST /v24.0/1001/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin token\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);
    live.meta.wait_for(1);
  }
  live.meta.release();
  live.wait_for_state(live.meta.got()[0].body["biz_opaque_callback_data"], SendState::accepted);
}

TEST_CASE("a reply outside the service window is not sent, inside it is", "[sending]") {
  ConnectedShim live;
  const Answer refused = live.send(ConnectedShim::text("491711"));
  CHECK(refused.status == 400);
  CHECK(parsed(refused)["error"]["code"] == 131047);
  CHECK(live.meta.count() == 0);
  live.written_by("491711");
  ConnectedShim::wait_until([&] { return live.shim.sends().user("1001", "491711")->has_value(); });
  CHECK(live.send(ConnectedShim::text("+49 1711")).status == 200);
}

TEST_CASE("a read mark goes at once, whatever waits", "[sending]") {
  ConnectedShim live;
  const Answer answer = live.send(R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"})");
  CHECK(answer.status == 200);
  CHECK(live.meta.got()[0].raw == R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"})");
}

TEST_CASE("the same key sends once, whether the first is under way or done, and refuses another body", "[sending]") {
  ConnectedShim live;
  const Headers key = {{"Idempotency-Key", "k"}};
  auto first = std::async(std::launch::async, [&] {
    return HttpClient().send({"POST",
                              "http://127.0.0.1:" + std::to_string(live.shim.service->port()) + "/v24.0/1001/messages",
                              {bearer, key[0]},
                              ConnectedShim::offer("491711")});
  });
  const Answer second = live.send(ConnectedShim::offer("491711"), key);
  const Answer again = live.send(ConnectedShim::offer("491711"), key);
  CHECK(second.status == 200);
  CHECK(first.get().body == second.body);
  CHECK(again.body == second.body);
  CHECK(live.send(ConnectedShim::offer("491712"), key).status == 422);
  CHECK(live.meta.count() == 1);
}

TEST_CASE("a rate error is tried again after the time that Meta asks for", "[sending]") {
  ConnectedShim live;
  live.meta.answer_with([](const auto&, std::size_t nth) {
    return nth == 1 ? FakeMessages::refused(130429, "Rate limit hit", {{"Retry-After", "2"}})
                    : FakeMessages::accepted(nth, "491711");
  });
  CHECK(live.send(ConnectedShim::offer("491711")).status == 200);
  const auto got = live.meta.got();
  REQUIRE(got.size() == 2);
  CHECK(got[1].at_ms - got[0].at_ms >= 2000);
}

TEST_CASE("a message whose answer is lost is in doubt, not repeated, and settled by its status", "[sending]") {
  ConnectedShim live([](ServiceOptions& options) { options.sending.answer_timeout_ms = 300; });
  live.meta.answer_with([](const auto&, std::size_t) { return std::optional<Response>(); });
  const Answer answer = live.send(ConnectedShim::offer("491711"));
  CHECK(answer.status == 409);
  const std::string id = live.meta.got()[0].body["biz_opaque_callback_data"];
  CHECK(live.stored(id).state == SendState::in_doubt);
  live.status("wamid.late", "delivered", "491711", id);
  live.wait_for_state(id, SendState::accepted);
  CHECK(live.stored(id).wamid == "wamid.late");
  CHECK(live.meta.count() == 1);
}

TEST_CASE("after a restart what was under way is in doubt and what waited goes on", "[sending]") {
  ConnectedShim live;
  live.meta.answer_with([](const auto&, std::size_t) { return std::optional<Response>(); });
  const std::string under_way = id_in(live.send_later(ConnectedShim::offer("491711")));
  live.meta.wait_for(1);
  const std::string waiting =
      id_in(live.send_later(ConnectedShim::offer("491712"), {{"Twinline-Not-Before", std::to_string(unix_s() + 6)}}));
  live.shim.start();
  CHECK(live.stored(under_way).state == SendState::in_doubt);
  live.meta.answer_with({});
  live.wait_for_state(waiting, SendState::accepted);
  CHECK(live.meta.count() == 2);
}

TEST_CASE("while nobody answers at Meta's address messages wait, and go when somebody does", "[sending]") {
  std::uint16_t port = 0;
  { port = FakeMessages().port(); }
  ConnectedShim live(
      [&](ServiceOptions& options) { options.going_live.graph_url = "http://127.0.0.1:" + std::to_string(port); });
  const std::string id = id_in(live.send_later(ConnectedShim::offer("491711")));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  CHECK(live.stored(id).state == SendState::waiting);
  FakeMessages meta(port);
  live.wait_for_state(id, SendState::accepted);
  CHECK(meta.count() == 1);
}

TEST_CASE("a message sent by API is in the history like all others", "[sending]") {
  ConnectedShim live;
  live.written_by("491711");
  CHECK(live.send(ConnectedShim::text("491711", "from the API")).status == 200);
  ConnectedShim::wait_until(
      [&] { return live.shim.get("/v1/numbers/1001/records").body.find("from the API") != std::string::npos; });
  live.status("wamid.S1", "read", "491711", "");
  ConnectedShim::wait_until(
      [&] { return live.stored(live.meta.got()[0].body["biz_opaque_callback_data"]).status == "read"; });
}

TEST_CASE("errors of our own have Meta's shape", "[sending]") {
  ConnectedShim live;
  const Answer stranger = live.shim.send("POST", "/v24.0/1001/messages", {}, ConnectedShim::offer("491711"));
  CHECK(stranger.status == 401);
  CHECK(parsed(stranger)["error"]["code"] == 190);
  const Answer nobody = live.send(R"({"messaging_product":"whatsapp","type":"text"})");
  CHECK(nobody.status == 400);
  CHECK(parsed(nobody)["error"]["code"] == 100);
  CHECK(parsed(nobody)["error"]["error_data"]["details"].get<std::string>().find("to") == 0);
  const Answer other = live.shim.send("POST", "/v24.0/2002/messages", {bearer}, ConnectedShim::offer("491711"));
  CHECK(parsed(other)["error"]["error_subcode"] == 33);
  CHECK(live.shim.send("GET", "/v1/nothing", {bearer}).status == 404);
  CHECK(live.shim.send("GET", "/v1/nothing", {}).status == 401);
}
