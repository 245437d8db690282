// An answer of the Graph API that is not what was asked for: what it says, and what the policy advises.
//
// Whether the request took effect is `outcome`: a Graph error, any HTTP status 4xx and "success":false mean refused; no
// answer, or another that is none of Graph's (a gateway's page, a cut body), means unknown: nobody knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/http.h"
#include "core/intent.h"
#include "core/policy/policy.h"

namespace twinline {

struct GraphError {
  int status = 0;  // HTTP; 0 where no answer came
  Outcome outcome = Outcome::unknown;
  std::optional<std::int64_t> code;
  std::optional<std::int64_t> subcode;
  std::string title;    // Meta's words
  std::string details;  // Meta's words
  std::string trace;    // fbtrace_id, to quote to Meta's support

  // By the policy; by the HTTP status where the policy does not know the code.
  bool known = false;
  RetryAdvice advice = RetryAdvice::never;
  Reach reach = Reach::message;
  std::string meaning;
  std::string action;
  std::int64_t first_wait_ms = 0;
  std::int64_t factor = 1;
  std::int64_t attempts = 0;
  std::optional<std::int64_t> retry_after_ms;  // what the answer itself asked for
};

// Nothing where the answer is a success.
std::optional<GraphError> read_error(const Answer& answer, const Policy& policy, Date day);

// How long to wait before repetition `repetition` (0 is the first one); nothing where it should not be repeated.
std::optional<std::int64_t> wait_before(const GraphError& error, std::int64_t repetition);

// The code a rule of WhatsApp knows it by: Meta reports 2593107 and its like as code and as subcode.
std::int64_t particular_code(const GraphError& error);

}  // namespace twinline
