#include "native/api/outgoing.h"

#include <algorithm>
#include <utility>

#include "core/sending/message.h"
#include "native/bytes/sha256.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::size_t own_id_bytes = 12;
constexpr std::int64_t latest_s = 253'402'300'799;  // the year 9999

Error wrong(std::string place, std::string what) {
  return Error{ErrorCode::bad_value, 0, std::move(place), std::move(what)};
}

bool is_unix_s(std::int64_t at_s) { return at_s >= 0 && at_s <= latest_s; }

bool is_plain(const std::string& id) {
  return id.size() <= longest_send_id && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127; });
}

}  // namespace

Result<Prepared> prepare_send(Sending& sending, const std::string& number, const std::string& version, std::string body,
                              const SendWishes& wishes) {
  const Result<OutgoingMessage> message = read_message(body);
  if (!message) return message.error();
  Prepared prepared;
  StoredSend& send = prepared.send;
  send.number = number;
  send.version = version;
  if (message->kind == OutgoingMessage::Kind::mark) {
    prepared.is_mark = true;
    send.body = std::move(body);
    return prepared;
  }
  if (!is_plain(wishes.id)) return wrong("id", "must be at most 128 visible ASCII characters");
  if (!wishes.lane.empty() && !lane_of(wishes.lane)) return wrong("lane", "must be reply, utility or marketing");
  if (!is_unix_s(wishes.not_before_s)) return wrong("not_before", "must be Unix seconds");
  if (!is_unix_s(wishes.expires_s)) return wrong("expires", "must be Unix seconds");
  send.id = wishes.id.empty() ? random_hex(own_id_bytes) : wishes.id;
  send.to = message->to;
  send.user = message->user;
  send.type = message->type;
  send.preview = message->preview;
  send.campaign = wishes.campaign;
  send.free_form = message->free_form();
  send.lane = wishes.lane;
  if (send.lane.empty()) {
    const bool open = sending.window_ends_s(number, send.user) > unix_now_ms() / ms;
    const std::string category =
        message->free_form() ? std::string() : sending.template_category(number, message->template_name);
    send.lane = to_string(usual_lane(*message, open, category));
  }
  send.opaque = message->has_opaque ? message->opaque : send.id;
  send.body = message->has_opaque ? std::move(body) : with_opaque(body, send.id);
  send.submitted_ms = unix_now_ms();
  send.not_before_ms = wishes.not_before_s * ms;
  send.expires_ms = wishes.expires_s * ms;
  return prepared;
}

}  // namespace twinline
