// How every answer is read; for the .cpp files of this room.
#pragma once

#include "core/graph/answers.h"
#include "core/policy/document.h"

namespace twinline {

// Reads the error first; then `read` takes the value out of the body, or nothing where the body lacks it.
template <class T, class Read>
GraphReply<T> reply_of(const Answer& answer, const Policy& policy, Date day, Read read) {
  GraphReply<T> reply;
  if (const std::optional<GraphError> error = read_error(answer, policy, day)) {
    reply.error = *error;
    return reply;
  }
  const Result<JsonValue> body = parse_document(answer.body);
  if (body) reply.value = read(*body);
  if (!reply.value) {
    reply.error.status = answer.status;
    reply.error.meaning = "The answer lacks what was asked for.";
    reply.error.action = "Nobody knows whether the request took effect. Look before repeating it.";
  }
  return reply;
}

}  // namespace twinline
