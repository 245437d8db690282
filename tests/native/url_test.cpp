#include "native/http/url.h"

#include "tests/support/catch.h"

using namespace twinline;

TEST_CASE("an address is taken apart", "[url]") {
  const auto url = parse_url("https://graph.facebook.com/v23.0/1/messages?a=b#part");
  REQUIRE(url);
  CHECK(url->tls);
  CHECK(url->host == "graph.facebook.com");
  CHECK(url->port == "443");
  CHECK(url->target == "/v23.0/1/messages?a=b");
  CHECK(url->authority() == "graph.facebook.com");
}

TEST_CASE("ports and IPv6 addresses are understood", "[url]") {
  const auto url = parse_url("http://[::1]:8080?x=1");
  REQUIRE(url);
  CHECK(url->host == "::1");
  CHECK(url->port == "8080");
  CHECK(url->target == "/?x=1");
  CHECK(url->authority() == "[::1]:8080");
}

TEST_CASE("what is no http address is refused", "[url]") {
  for (const char* text : {"", "localhost:80", "ftp://host/", "http://", "http://:80/", "http://host:0/",
                           "http://host:99999/", "http://host:8x/", "http://user@host/", "http://[::1/"}) {
    INFO(text);
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("query values are found by name and decoded", "[url]") {
  CHECK(query_value("hub.mode=subscribe&hub.challenge=a%2Bb+c", "hub.challenge") == "a+b c");
  CHECK(query_value("a=1&a=2&b", "a") == "1");
  CHECK(query_value("a=1&b", "b") == "");
  CHECK_FALSE(query_value("ab=1", "a"));
  CHECK(percent_decoded("%4", false) == "%4");
  CHECK(percent_decoded("a+b", false) == "a+b");
}
