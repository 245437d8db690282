// The answers of our own that stand in for Meta's, the line that tells a history of a message sent by API, and the names of
// reasons.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/schedule/scheduler.h"

namespace twinline {

// Meta's shape of an error, said by us: an existing client understands it.
//     {"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,"error_data":{…},"fbtrace_id":"…"}}
struct OurError {
  int status = 400;
  std::int64_t code = 0;
  std::int64_t subcode = 0;
  std::string title;
  std::string details;  // what to do
};
OurError bad_token(std::string details);
OurError bad_request(int status, std::string title, std::string details);
OurError invalid_parameter(std::string details);
OurError key_used_otherwise();  // an Idempotency-Key with another body
OurError unknown_object(std::string_view id);
OurError unavailable(int status, std::string details);
OurError queue_full();
std::string write_error(const OurError& error, std::string_view trace);

// Meta's answer to a message, with our own id and "queued".
std::string queued_answer(std::string_view to, std::string_view id);
// The same for one that Meta accepted, where its own answer was lost and a status told of it.
std::string accepted_answer(std::string_view to, std::string_view wamid);

// {"sent":{"number":"…","at":…,"request":{…},"answer":{…}}}: one line, whatever line ends were in the bodies.
struct SentMessage {
  std::string_view number;
  std::int64_t at_s = 0;
  std::string_view request;  // JSON, as it went to Meta
  std::string_view answer;   // JSON, as it came
};
std::string sent_line(const SentMessage& message);

std::string_view name_of(WaitReason reason);

// As people and programs see it: expired, cancelled, window_closed, opted_out, waited_too_long, refused, answer_lost. Where no
// reason is known (a store of an older twinline) the usual one of its kind.
std::string_view name_of_end(EndKind kind, EndReason why);

// What a person is told who asks before they send; empty where nothing speaks against it.
std::string_view advice_against(EndReason why);

// The error of Meta that comes nearest to a send that ended without ever having been started; `words` say why.
OurError error_of_end(EndKind kind, EndReason why, std::string_view words);

}  // namespace twinline
