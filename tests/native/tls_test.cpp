// Certificates: whom the clients talk to, and that nothing is written to anybody else.
#include <cstdlib>
#include <fstream>
#include <future>
#include <string>

#include "native/http/async_client.h"
#include "native/http/client.h"
#include "tests/native/connected_shim.h"
#include "tests/native/tls_server.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

// What a system would have among the certificates it trusts.
class Trusted {
 public:
  explicit Trusted(const Certificate& certificate) { std::ofstream(file()) << certificate.pem; }
  std::string file() const { return folder_ / "trusted.pem"; }

 private:
  TempFolder folder_;
};

// The system's certificates are those in this file.
class SystemTrusts {
 public:
  explicit SystemTrusts(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }
  ~SystemTrusts() { ::unsetenv("SSL_CERT_FILE"); }
  SystemTrusts(const SystemTrusts&) = delete;
  SystemTrusts& operator=(const SystemTrusts&) = delete;
};

Request request_to(const TlsServer& server) { return {"POST", server.url() + "/messages", {}, "a message"}; }

ClientOptions trusting(const std::string& file) {
  ClientOptions options;
  options.ca_file = file;
  return options;
}

struct Calling {
  CallEnd end;
  bool asked = false;  // may_write
};

Calling call(AsyncClient& client, const TlsServer& server) {
  Calling calling;
  std::promise<void> done;
  client.send(
      request_to(server), [&] { return calling.asked = true; },
      [&](CallEnd end) {
        calling.end = std::move(end);
        done.set_value();
      });
  done.get_future().wait();
  return calling;
}

void check_refused(const TlsServer& server, const ClientOptions& options) {
  HttpClient blocking(options);
  CHECK(blocking.send(request_to(server)).status == 0);
  CHECK(blocking.nothing_written());
  CHECK(blocking.problem().find("certificate verify failed") != std::string::npos);
  AsyncClient many(options);
  const Calling calling = call(many, server);
  CHECK(calling.end.fate == CallFate::not_written);
  CHECK(calling.end.problem.find("certificate verify failed") != std::string::npos);
  CHECK_FALSE(calling.asked);
  CHECK(server.connections() == 2);
  CHECK(server.requests() == 0);
}

// Twice over one connection each.
void check_accepted(const TlsServer& server, const ClientOptions& options) {
  HttpClient blocking(options);
  AsyncClient many(options);
  for (int i = 0; i < 2; ++i) {
    const Answer answer = blocking.send(request_to(server));
    INFO(blocking.problem());
    CHECK(answer.status == 200);
    const Calling calling = call(many, server);
    INFO(calling.end.problem);
    CHECK(calling.end.fate == CallFate::answered);
    CHECK(calling.end.answer.body == "{}");
  }
  CHECK(server.connections() == 2);
  CHECK(server.requests() == 4);
}

}  // namespace

TEST_CASE("a server whose certificate nobody vouches for is not written to", "[server]") {
  const TlsServer server(Certificate::for_names("DNS:localhost"));
  SECTION("by the system's certificates") { check_refused(server, {}); }
  SECTION("by those of a file") {
    const Trusted other(Certificate::for_names("DNS:localhost"));
    check_refused(server, trusting(other.file()));
  }
}

TEST_CASE("a server that has a trusted certificate of another name is not written to", "[server]") {
  const Certificate certificate = Certificate::for_names("DNS:graph.example");
  const Trusted trusted(certificate);
  check_refused(TlsServer(certificate), trusting(trusted.file()));
}

TEST_CASE("a server with a trusted certificate of its name is talked to, over one connection", "[server]") {
  const Certificate certificate = Certificate::for_names("DNS:localhost");
  const Trusted trusted(certificate);
  const TlsServer server(certificate);
  SECTION("by those of a file") { check_accepted(server, trusting(trusted.file())); }
  SECTION("by the system's certificates") {
    const SystemTrusts system(trusted.file());
    check_accepted(server, {});
  }
}

TEST_CASE("messages wait while Meta's certificate is not trusted, and go when it is", "[sending]") {
  const Certificate certificate = Certificate::for_names("DNS:localhost");
  const Trusted trusted(certificate);
  const TlsServer meta(certificate, FakeMessages::accepted(1, "491711").body);
  ConnectedShim live([&](ServiceOptions& options) { options.going_live.graph_url = meta.url(); });
  const auto body = nlohmann::json::parse(live.send_later(ConnectedShim::offer("491711")).body);
  const std::string id = body["messages"][0]["id"];
  // Tried again, and nothing of it was written.
  ConnectedShim::wait_until(
      [&] { return live.shim.get("/metrics").body.find("twinline_sends_unconnected_total 2") != std::string::npos; });
  ConnectedShim::wait_until([&] { return live.stored(id).state == SendState::waiting; });
  CHECK(live.stored(id).attempts == 0);
  CHECK(meta.requests() == 0);
  const SystemTrusts system(trusted.file());
  live.shim.start();
  live.wait_for_state(id, SendState::accepted);
  CHECK(live.stored(id).attempts == 1);
}
