#include "core/follow/follower.h"

#include <variant>

#include "tests/support/catch.h"

using namespace std::string_literals;
using twinline::Follower;
using twinline::FollowState;
using twinline::History;
using twinline::Request;

namespace {

const std::string record = R"({"record":"number","number":"1","phone":"4915110"})";
const std::string other_record = R"({"record":"profile","number":"1","peer":"4917","names":[{"name":"Åse 👍","at":5}]})";

std::string records_of(const History& history) {
  std::string lines;
  history.write_records([&lines](std::string_view piece) { lines.append(piece); });
  return lines;
}

// The request that is due, or one without a method.
Request request(Follower& follower, std::int64_t now_ms) {
  const auto next = follower.next(now_ms);
  const auto* due = std::get_if<Request>(&next);
  return due ? *due : Request{};
}

std::int64_t wait(Follower& follower, std::int64_t now_ms) {
  const auto next = follower.next(now_ms);
  const auto* wait = std::get_if<Follower::Wait>(&next);
  return wait ? wait->until_ms - now_ms : 0;
}

}  // namespace

TEST_CASE("a follow asks for everything first and for what is new later", "[follow]") {
  History history;
  Follower follower(history, {"https://shim.example", "10 6", "secret", ""});
  const Request first = request(follower, 0);
  CHECK(first.method == "GET");
  CHECK(first.url == "https://shim.example/v1/numbers/10%206/records?follow=1");
  CHECK(first.headers.back() == std::pair{"Authorization"s, "Bearer secret"s});

  follower.answered(200);
  follower.bytes(R"({"version":"a&b=7"})"
                 "\n");
  CHECK(follower.version() == "a&b=7");
  follower.ended(10);
  CHECK(request(follower, 5000).url == "https://shim.example/v1/numbers/10%206/records?since=a%26b%3D7&follow=1");
}

TEST_CASE("without a token the host's cookies decide", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", "v1"});
  const Request first = request(follower, 0);
  CHECK(first.url == "/v1/numbers/1/records?since=v1&follow=1");
  for (const auto& [name, value] : first.headers) CHECK(name != "Authorization");
}

TEST_CASE("lines may come in any pieces", "[follow]") {
  const std::string stream = record + "\r\n\n" + other_record + "\n{ \"version\" : \"2\" }\n";
  History whole;
  Follower at_once(whole, {"", "1", "", ""});
  request(at_once, 0);
  at_once.answered(200);
  at_once.bytes(stream);
  REQUIRE(at_once.records() == 2);
  REQUIRE(at_once.refused() == 0);
  REQUIRE(at_once.version() == "2");

  for (std::size_t size = 1; size < stream.size(); ++size) {
    CAPTURE(size);
    History history;
    Follower follower(history, {"", "1", "", ""});
    request(follower, 0);
    follower.answered(200);
    for (std::size_t at = 0; at < stream.size(); at += size) follower.bytes(std::string_view(stream).substr(at, size));
    CHECK(follower.records() == 2);
    CHECK(follower.version() == "2");
    CHECK(records_of(history) == records_of(whole));
  }
}

TEST_CASE("a broken stream is taken up from the last whole batch", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", ""});
  request(follower, 0);
  follower.answered(200);
  follower.bytes(record + "\n{\"version\":\"1\"}\n" + other_record + "\n{\"version\":\"2");
  CHECK(follower.version() == "1");
  follower.ended(0);
  CHECK(wait(follower, 0) == 1000);
  CHECK(request(follower, 1000).url == "/v1/numbers/1/records?since=1&follow=1");
  follower.answered(200);
  // The half line of the old stream must not stand before the new one's first.
  follower.bytes(other_record + "\n{\"version\":\"2\"}\n");
  CHECK(follower.version() == "2");
  CHECK(follower.refused() == 0);
}

TEST_CASE("a line that is no record costs nothing but itself", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", ""});
  request(follower, 0);
  follower.answered(200);
  follower.bytes("<html>\n" + record + "\n{\"version\":\"1\"}\n");
  CHECK(follower.refused() == 1);
  CHECK(follower.records() == 1);
  CHECK(follower.version() == "1");
}

TEST_CASE("repeated failures wait longer and longer", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", ""});
  std::int64_t now_ms = 0;
  for (const std::int64_t expected_ms : {1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
    REQUIRE(request(follower, now_ms).method == "GET");
    follower.ended(now_ms);
    CHECK(wait(follower, now_ms) == expected_ms);
    CHECK(request(follower, now_ms + expected_ms - 1).method.empty());
    now_ms += expected_ms;
  }
  request(follower, now_ms);
  follower.answered(200);
  follower.bytes("{\"version\":\"1\"}\n");
  follower.ended(now_ms);
  CHECK(wait(follower, now_ms) == 1000);
}

TEST_CASE("a follow stops where somebody has to log in", "[follow]") {
  const int status = GENERATE(401, 403);
  History history;
  Follower follower(history, {"", "1", "", ""});
  request(follower, 0);
  follower.answered(status);
  follower.bytes(R"({"error":{"code":"unauthorized"}})"
                 "\n");
  follower.ended(0);
  const auto next = follower.next(60'000);
  REQUIRE(std::holds_alternative<Follower::Stopped>(next));
  CHECK(std::get<Follower::Stopped>(next).status == status);
  CHECK(follower.state() == FollowState::refused);
}

TEST_CASE("the body of an error is no record", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", ""});
  request(follower, 0);
  follower.answered(503);
  follower.bytes(record + "\n{\"version\":\"9\"}\n");
  follower.ended(0);
  CHECK(follower.records() == 0);
  CHECK(follower.version().empty());
  CHECK(wait(follower, 0) == 1000);
}

TEST_CASE("a follow tells what it is doing", "[follow]") {
  History history;
  Follower follower(history, {"", "1", "", ""});
  CHECK(follower.state() == FollowState::connecting);
  request(follower, 0);
  CHECK(follower.state() == FollowState::connecting);
  follower.answered(200);
  CHECK(follower.state() == FollowState::catching_up);
  follower.bytes("{\"version\":\"1\"}\n");
  CHECK(follower.state() == FollowState::live);
  follower.ended(0);
  CHECK(follower.state() == FollowState::waiting);
  request(follower, 1000);
  CHECK(follower.state() == FollowState::connecting);
}
