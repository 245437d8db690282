#include "core/sending/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/json/writer.h"

namespace twinline {
namespace {

// Line ends stand between JSON's tokens only, never inside its strings.
std::string on_one_line(std::string_view json) {
  std::string line(json);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

std::string message_answer(std::string_view to, std::string_view id, std::string_view status) {
  std::string body;
  Writer out(body);
  out.begin_object().member("messaging_product", "whatsapp");
  out.begin_array("contacts").begin_object().member("input", to).end_object().end_array();
  out.begin_array("messages").begin_object().member("id", id).some("message_status", status).end_object().end_array();
  out.end_object();
  return body;
}

}  // namespace

OurError bad_token(std::string details) { return {401, 190, 0, "Invalid OAuth access token", std::move(details)}; }

OurError bad_request(int status, std::string title, std::string details) {
  return {status, 100, 0, std::move(title), std::move(details)};
}

OurError invalid_parameter(std::string details) { return bad_request(400, "Invalid parameter", std::move(details)); }

OurError key_used_otherwise() {
  return bad_request(422, "Invalid parameter",
                     "This Idempotency-Key was used with another body: use a key for one message only.");
}

OurError unknown_object(std::string_view id) {
  return {400, 100, 33, "Unsupported request",
          "Object with ID '" + std::string(id) + "' is not connected here: bring the number live first."};
}

OurError unavailable(int status, std::string details) {
  return {status, 131016, 0, "Service unavailable", std::move(details)};
}

OurError queue_full() {
  return {429, 130429, 0, "Rate limit hit",
          "Too many messages of this number wait already; this one was not taken: send it again when fewer do."};
}

std::string write_error(const OurError& error, std::string_view trace) {
  std::string body;
  Writer out(body);
  out.begin_object().begin_object("error");
  out.member("message", "(#" + std::to_string(error.code) + ") " + error.title).member("type", "OAuthException");
  out.member("code", error.code).some("error_subcode", error.subcode);
  out.begin_object("error_data").member("messaging_product", "whatsapp").member("details", error.details).end_object();
  out.member("fbtrace_id", trace).end_object().end_object();
  return body;
}

std::string queued_answer(std::string_view to, std::string_view id) { return message_answer(to, id, "queued"); }
std::string accepted_answer(std::string_view to, std::string_view wamid) { return message_answer(to, wamid, {}); }

std::string sent_line(const SentMessage& message) {
  std::string line;
  Writer out(line);
  out.begin_object().begin_object("sent").member("number", message.number).member("at", message.at_s);
  out.member_json("request", on_one_line(message.request)).member_json("answer", on_one_line(message.answer));
  out.end_object().end_object();
  return line;
}

std::string_view name_of(WaitReason reason) {
  constexpr std::array<std::string_view, 12> names{
      "nothing",   "not_before",      "rate",          "slowed",         "user_in_flight", "pair_limit", "retry",
      "in_flight", "campaign_paused", "number_paused", "number_stopped", "process_started"};
  return names[static_cast<std::size_t>(reason)];
}

namespace {

EndReason known_reason(EndKind kind, EndReason why) {
  if (why != EndReason::none) return why;
  return kind == EndKind::in_doubt ? EndReason::answer_lost
         : kind == EndKind::failed ? EndReason::refused
                                   : EndReason::cancelled;
}

}  // namespace

std::string_view name_of_end(EndKind kind, EndReason why) {
  constexpr std::array<std::string_view, 8> names{"",          "expired",         "cancelled", "window_closed",
                                                  "opted_out", "waited_too_long", "refused",   "answer_lost"};
  return names[static_cast<std::size_t>(known_reason(kind, why))];
}

std::string_view advice_against(EndReason why) {
  if (why == EndReason::window_closed) return "The user has not written within the last 24 hours: send a template.";
  if (why == EndReason::opted_out) return "The user opted out of marketing.";
  return {};
}

OurError error_of_end(EndKind kind, EndReason why, std::string_view words) {
  switch (known_reason(kind, why)) {
    case EndReason::window_closed:
      return {400, 131047, 0, "Re-engagement message",
              "More than 24 hours have passed since this user wrote: send a template."};
    case EndReason::opted_out:
      return {400, 131050, 0, "Unable to deliver the message",
              "This user opted out of marketing messages of this business: do not send them any."};
    case EndReason::answer_lost:
      return {
          409, 131000, 0, "Something went wrong",
          "The message was written to Meta and no answer came: nobody knows yet whether it was sent. Do not send it "
          "again; a status webhook or a person settles it."};
    case EndReason::waited_too_long:
      return {400, 130429, 0, "Rate limit hit",
              "It was not this message's turn in time, and it was not sent: send it again, or with Prefer: "
              "respond-async."};
    default:
      break;
  }
  return {400, 131000, 0, "Something went wrong", "The message was not sent: " + std::string(words) + "."};
}

}  // namespace twinline
