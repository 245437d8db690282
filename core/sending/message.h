// What of the body of a `/messages` call matters to sending, and that body with our id in it.
//
// Whether a message is well formed is Meta's affair: only what pacing needs is asked for (whom it goes to), all else is
// carried as it came. The bytes of a body are never written again; our id is put between its first two.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/schedule/send.h"

namespace twinline {

struct OutgoingMessage {
  // A mark says that something was read, or that somebody types: it is no message to any limit.
  enum class Kind : std::uint8_t { message, mark } kind = Kind::message;
  std::string to;    // as the caller wrote it
  std::string user;  // the same as one name of the user (core/decode/phone.h), or "group:…"
  std::string type;
  std::string preview;  // for people: the text, the caption or the name of the template, cut off
  std::string template_name;
  std::string template_language;
  std::string opaque;  // the caller's own biz_opaque_callback_data
  bool has_opaque = false;
  bool is_answer = false;  // it quotes a message
  bool free_form() const { return type != "template"; }
};

// Refuses what is no JSON object and what names nobody. Text in the error is for the caller.
Result<OutgoingMessage> read_message(std::string_view body);

// Whether a POST to this path of the Graph API sends messages: such a call has to take its turn. The path stands behind the
// version; empty pieces do not count, as Meta may read over them.
bool sends_messages(std::string_view path);

// The name that limits of a user are counted by; empty where the text is neither phone nor user id.
std::string user_of(std::string_view phone_or_user_id);

// `body` was read before and brings no opaque data of its own.
std::string with_opaque(std::string_view body, std::string_view id);

// Where the caller names no lane: an answer to somebody whose service window is open goes before what a business sends of
// its own accord, and a template is utility unless its category is known to be another.
Lane usual_lane(const OutgoingMessage& message, bool window_is_open, std::string_view template_category = {});

// A template's message: `parameters` fill the placeholders of its body in their order.
struct TemplateMessage {
  std::string to;
  std::string name;
  std::string language;
  std::vector<std::string> parameters;
};
std::string write_template_message(const TemplateMessage& message);

}  // namespace twinline
