// The part of the Graph API that sends: messages, read marks and media.
#include <utility>

#include "native/meta_simulator/graph.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {

Outcome Graph::send_message(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms) {
  const bool marks = call.text("status") == "read";
  if (auto flaw = count(marks ? "mark_read" : "send")) return *flaw;
  if (number.world_at_s == 0) return fault(bad_parameter("The number is not connected with the WhatsApp Business app"));
  const SendOutcome sent = messaging_.send(call, number, now_ms);
  const GraphFault* const refusal = std::get_if<GraphFault>(&sent.answer);
  Outcome outcome = refusal != nullptr ? fault(*refusal) : json_response(std::get<Json>(sent.answer));
  outcome.after_ms = sent.after_ms;
  outcome.lost = sent.lost;
  return outcome;
}

Response Graph::upload_media(const ReadCall& call, const PhoneNumber& number, std::int64_t now_ms) {
  if (auto flaw = count("upload_media")) return *flaw;
  std::string id =
      std::to_string(Random(mix(plan_.seed, ++state_.serial)).between(1'000'000'000'000'000, 9'000'000'000'000'000));
  const auto uploaded = messaging_.media().upload(call, number.business.number, std::move(id), now_ms);
  if (const GraphFault* const found = std::get_if<GraphFault>(&uploaded)) return fault(*found);
  return json_response({{"id", std::get<std::string>(uploaded)}});
}

Response Graph::medium(const ReadCall& call, const Medium& medium, std::int64_t now_ms) {
  const bool reached = call.edge.empty() && grant_for(call, *state_.account_of(medium.number)) != nullptr &&
                       (!call.has("phone_number_id") || call.text("phone_number_id") == medium.number);
  if (!reached) return fault(no_object(call.method, call.object));
  if (call.method == "DELETE") {
    ++state_.counts["delete_media"];
    messaging_.media().remove(call.object);
    return success_response();
  }
  ++state_.counts["read_media"];
  const std::string url = "http://" + call.host + "/whatsapp_business/attachments/?mid=" + medium.id +
                          "&ext=" + std::to_string(now_ms / 1000 + media_url_life_s);
  return json_response({{"messaging_product", "whatsapp"},
                        {"url", url},
                        {"mime_type", medium.mime_type},
                        {"sha256", medium.sha256},
                        {"file_size", medium.bytes.size()},
                        {"id", medium.id}});
}

Response Graph::download(const ReadCall& call, std::int64_t now_ms) {
  ++state_.counts["download_media"];
  const Medium* const found = messaging_.media().find(call.text("mid"), now_ms);
  const std::string until = call.text("ext");
  const bool current = until.size() <= 12 && !until.empty() &&
                       until.find_first_not_of("0123456789") == std::string::npos && now_ms / 1000 <= std::stoll(until);
  if (found == nullptr || !current || grant_for(call, *state_.account_of(found->number)) == nullptr) return {404};
  return {200, {{"Content-Type", found->mime_type}}, found->bytes};
}

}  // namespace twinline::simulator
