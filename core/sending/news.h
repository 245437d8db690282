// What a delivery tells those who send: who wrote or called, who wants no marketing, what became of messages.
//
// Only what is live counts: a message of a customer as it happens opens a service window and takes part in the rate; the
// history, echoes of the phone and whatever happened before the onboarding do neither (the host compares the times).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/decode/batch.h"

namespace twinline {

// A customer wrote or called.
struct CustomerSign {
  std::string number;
  std::string user;  // as user_of (message.h) names them; "group:…" in groups
  std::string id;    // of the message or call, to know a repetition by
  std::int64_t at_s = 0;
  bool is_message = true;  // counts against the rate
};

struct MarketingWish {
  std::string number;
  std::string user;
  std::int64_t at_s = 0;
  bool stop = true;
};

// A status webhook about a message.
struct DeliveryStatus {
  std::string number;
  std::string user;
  std::string wamid;
  std::string opaque;
  std::string status;  // "sent", "delivered", "read", "failed"
  int rank = 0;        // the greater counts
  std::int64_t at_s = 0;
  std::int64_t code = 0;  // of the error, where it failed
  std::string title;
  std::string details;
};

// Webhooks take a second or so; a message that is told of later took part in the rate of its own time, not of now.
inline constexpr std::int64_t inbound_is_news_ms = 30'000;
inline constexpr bool is_news(std::int64_t at_s, std::int64_t now_ms) {
  return at_s * 1000 >= now_ms - inbound_is_news_ms;
}

struct SendingNews {
  std::vector<CustomerSign> signs;
  std::vector<MarketingWish> wishes;
  std::vector<DeliveryStatus> statuses;
  bool empty() const { return signs.empty() && wishes.empty() && statuses.empty(); }
};

SendingNews sending_news_of(const Batch& batch);

}  // namespace twinline
