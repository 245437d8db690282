#include "native/api/webhook.h"

#include "native/bytes/sha256.h"
#include "native/http/signature.h"
#include "native/http/url.h"

namespace twinline {

Response Webhook::verify(const HttpRequest& request) const {
  const auto mode = query_value(request.query, "hub.mode");
  const auto token = query_value(request.query, "hub.verify_token");
  const auto challenge = query_value(request.query, "hub.challenge");
  const bool right_token = token && equal_in_constant_time(sha256_hex(*token), sha256_hex(verify_token_));
  if (mode != "subscribe" || !right_token || !challenge || verify_token_.empty()) return {403};
  return {200, {{"Content-Type", "text/plain"}, {"X-Content-Type-Options", "nosniff"}}, *challenge};
}

void Webhook::take(HttpRequest request, const Reply& reply, std::int64_t now_ms) const {
  const std::string signature(request.header("X-Hub-Signature-256"));
  if (!signature_matches(app_secret_, request.body, signature)) {
    ++counters_.refused_signatures;
    return reply.send({401});
  }
  counters_.received_bytes += static_cast<std::int64_t>(request.body.size());
  Delivery delivery;
  delivery.received_ms = now_ms;
  delivery.signature = signature;
  delivery.body = std::move(request.body);
  intake_.submit(std::move(delivery), [reply](bool stored) { reply.send({stored ? 200 : 503}); });
}

}  // namespace twinline
