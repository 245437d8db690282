#include "native/meta_simulator/target.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t poll_ms = 200;

std::string origin_of(const std::string& target) {
  const std::size_t scheme = target.find("://");
  return target.substr(0, target.find('/', scheme == std::string::npos ? 0 : scheme + 3));
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  static constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

}  // namespace

bool wait_until_healthy(const std::string& url, const Send& send, Stop& stop, spdlog::logger& log) {
  bool told = false;
  while (!stop.requested()) {
    const int status = send({"GET", url, {}, ""}).status;
    // A target that is no shim may have no health address; that it answers is enough then.
    if (status == 200 || status == 404) return true;
    if (!told) log.info("waiting for {}", url);
    told = true;
    stop.wait_for(poll_ms);
  }
  return false;
}

std::string verify(const std::string& url, const std::string& token, const Send& send, std::int64_t number) {
  const std::string challenge = std::to_string(1'000'000'000 + number % 1'000'000'000);
  const Answer answer =
      send({"GET",
            url + "?hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token=" + percent_encoded(token),
            {},
            ""});
  if (answer.status == 200 && answer.body == challenge) return {};
  if (answer.status == 200) return "the target did not answer the verification with its challenge";
  return "the target answered the verification with " + std::to_string(answer.status) +
         "; is TWINLINE_VERIFY_TOKEN the same on both sides?";
}

std::string webhook_url(const std::string& target) {
  const std::string origin = origin_of(target);
  const std::string path = target.substr(origin.size());
  return path.empty() || path == "/" ? origin + "/webhooks/meta" : target;
}

std::string health_url(const std::string& target) { return origin_of(target) + "/healthz"; }

}  // namespace twinline::simulator
