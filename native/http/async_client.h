// Carries out many HTTP requests at once, and knows of each whether a byte of it was written.
//
// A call's connection is made first (or one that was kept is taken); then, directly before its first byte, `may_write` is
// asked, and a no ends the call with nothing written; `written` is called when the last byte is with the system. A
// request is written at most once, never again by itself: a kept connection that the other side closed in the meantime
// makes the call `lost`. Certificates are verified, redirects not followed. send() never blocks; all functions are called
// from the client's own thread and must not block either.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/http.h"
#include "native/http/client.h"

namespace twinline {

enum class CallFate : std::uint8_t {
  answered,     // there is an answer, whatever it says
  lost,         // bytes were written, no answer came
  not_written,  // no byte was written: no name, no connection, no TLS
  withheld,     // `may_write` said no
};

struct CallEnd {
  CallFate fate = CallFate::not_written;
  Answer answer{};
  std::string content_type{};  // of the answer
  std::string problem{};       // where there is none
};

class AsyncClient {
 public:
  using MayWrite = std::function<bool()>;
  using Done = std::function<void(CallEnd)>;
  using Written = std::function<void()>;

  explicit AsyncClient(ClientOptions options = {});
  ~AsyncClient();  // stops
  AsyncClient(const AsyncClient&) = delete;
  AsyncClient& operator=(const AsyncClient&) = delete;

  // Exactly one `done` a call, also when the client stops.
  void send(Request request, MayWrite may_write, Done done, Written written = {});
  // Calls in progress end, those that had written as lost; later ones as not written.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline
