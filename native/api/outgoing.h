// What a caller hands in to be sent, made ready for the store: the rules about a message's body are the core's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "native/sending/sending.h"

namespace twinline {

// What a caller may say beside the message itself; empty or 0 where it did not.
struct SendWishes {
  std::string id;
  std::string lane;
  std::string campaign;
  std::int64_t not_before_s = 0;
  std::int64_t expires_s = 0;
};

inline constexpr std::size_t longest_send_id = 128;

struct Prepared {
  StoredSend send;
  bool is_mark = false;  // no message: it goes at once
};
// `body` is Meta's; wrong values are told with their place.
Result<Prepared> prepare_send(Sending& sending, const std::string& number, const std::string& version, std::string body,
                              const SendWishes& wishes);

}  // namespace twinline
