#include "native/cli/delivery_line.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/history/format.h"
#include "native/bytes/base64.h"
#include "native/bytes/sha256.h"

namespace twinline {
namespace {

using nlohmann::json;

Error bad_envelope(std::string place, std::string what) {
  return {ErrorCode::bad_envelope, 0, std::move(place), std::move(what)};
}

std::int64_t integer(const json& line, const char* member) {
  const auto found = line.find(member);
  return found != line.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string text_of(const json& line, const char* member) {
  const auto found = line.find(member);
  return found != line.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Delivery> parse_envelope(const json& line) {
  const std::optional<std::string> body = from_base64(text_of(line, "body_b64"));
  if (!body) return bad_envelope("body_b64", "body_b64 is not base64, export the delivery again");
  const std::string hash = text_of(line, "sha256");
  if (!hash.empty() && hash != sha256_hex(*body)) {
    return bad_envelope("sha256", "the body does not have this sha256, export the delivery again");
  }
  Delivery delivery;
  delivery.received_ms = integer(line, "received");
  delivery.onboarding = integer(line, "onboarding");
  delivery.signature = text_of(line, "signature");
  delivery.body = *body;
  return delivery;
}

}  // namespace

std::string delivery_line(const Delivery& delivery) {
  if (delivery.kind == Delivery::Kind::line) return delivery.body;
  nlohmann::ordered_json line = {{"received", delivery.received_ms}, {"sha256", sha256_hex(delivery.body)}};
  if (!delivery.signature.empty()) line["signature"] = delivery.signature;
  line["body_b64"] = to_base64(delivery.body);
  if (delivery.onboarding != 0) line["onboarding"] = delivery.onboarding;
  return line.dump(-1, ' ', true, json::error_handler_t::replace);
}

Result<Delivery> parse_delivery(std::string_view text, Decoder& decoder) {
  if (text.find("body_b64") != std::string_view::npos) {
    const json line = json::parse(text, nullptr, false);
    if (line.is_object() && line.contains("body_b64")) return parse_envelope(line);
  }
  const auto batch = decoder(text);
  if (!batch) return batch.error();
  if (auto error = newer_format(**batch)) return *error;
  Delivery delivery;
  delivery.body = text;
  if ((*batch)->kind != Batch::Kind::body) {
    delivery.kind = Delivery::Kind::line;
    // Line ends stand between JSON's tokens only, never inside its strings.
    std::replace_if(
        delivery.body.begin(), delivery.body.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  }
  return delivery;
}

}  // namespace twinline
