// What becomes of a call: the answer, and whether it arrives.
#pragma once

#include <cstdint>
#include <utility>

#include "native/http/server.h"

namespace twinline::simulator {

struct Outcome {
  Outcome(Response given) : response(std::move(given)) {}

  Response response;
  std::int64_t after_ms = 0;  // how long the answer takes
  bool lost = false;          // the connection ends without it
};

}  // namespace twinline::simulator
