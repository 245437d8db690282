#include "native/api/graph_routes.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/graph/call.h"
#include "core/lifecycle/passed_on.h"
#include "core/sending/message.h"
#include "core/sending/words.h"
#include "native/bytes/sha256.h"
#include "native/http/url.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::size_t trace_bytes = 8;
// Where to do here what is not handed on.
constexpr const char* own_ways = " Here: POST /v1/apps/{app}/coex/sync for a sync, the app's onboarding for all else.";
constexpr std::int64_t longest_answer_ms = 2'000;  // between the end of a wait and its answer

Response our_error(const OurError& error) {
  return json_answer(error.status, write_error(error, random_hex(trace_bytes)));
}

// What the token is refused with, and the like.
Response graph_refusal(int status, std::string_view code, std::string_view message) {
  if (status == 401) return our_error(bad_token(std::string(message)));
  return our_error(bad_request(status, std::string(code), std::string(message)));
}

Response no_such_object(const std::string& id) { return our_error(unknown_object(id)); }

Response not_stored() {
  return our_error(unavailable(503, "The message could not be stored and was not sent: try again."));
}

std::string queued_body(const StoredSend& send) { return queued_answer(send.to, send.id); }

// What a caller who waited gets: Meta's answer where there is one.
Response answer_of(const StoredSend& send) {
  if (send.state == SendState::accepted && send.answer_status == 0) {
    return json_answer(200, accepted_answer(send.to, send.wamid.empty() ? send.id : send.wamid));
  }
  const bool metas = send.answer_status != 0 && send.state != SendState::in_doubt;
  if (metas) return json_answer(static_cast<int>(send.answer_status), send.answer);
  const EndKind kind = send.state == SendState::in_doubt ? EndKind::in_doubt
                       : send.state == SendState::failed ? EndKind::failed
                                                         : EndKind::dropped;
  OurError error = error_of_end(kind, send.why, send.reason);
  error.details += " Its id here is " + send.id + ".";
  return our_error(error);
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty()) return 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string version_of(const Call& call) { return "v" + call.names[0] + "." + call.names[1]; }

bool wants_async(const HttpRequest& request) {
  std::string wishes(request.header("Prefer"));
  std::transform(wishes.begin(), wishes.end(), wishes.begin(), [](char letter) {
    return 'A' <= letter && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
  });
  return wishes.find("respond-async") != std::string::npos;
}

}  // namespace

std::vector<Route> GraphRoutes::routes() {
  const auto later = [this](void (GraphRoutes::*member)(const Call&, const Reply&)) {
    return [this, member](const Call& call, const Reply& reply) { (this->*member)(call, reply); };
  };
  std::vector<Route> rows = {
      {"POST", "/v{major}.{minor}/{number}/messages", Access::admin, later(&GraphRoutes::message), graph_refusal},
      {"POST", "/v{major}.{minor}/{number}/media", Access::admin, later(&GraphRoutes::pass_on), graph_refusal}};
  rows.back().most_body_bytes = static_cast<std::size_t>(sending_.settings().media_mb) << 20;
  for (const char* const method : {"GET", "POST", "DELETE"}) {
    rows.push_back({method, "/v{major}.{minor}/{path…}", Access::admin, later(&GraphRoutes::pass_on), graph_refusal});
  }
  return rows;
}

void GraphRoutes::message(const Call& call, const Reply& reply) {
  const HttpRequest& request = call.request;
  const std::string& number = call.names[2];
  const auto queue = sending_.queue(number);
  if (!queue) return reply.send(no_such_object(number));
  SendWishes wishes;
  wishes.lane = request.header("Twinline-Lane");
  wishes.campaign = request.header("Twinline-Campaign");
  const auto not_before = seconds_of(request.header("Twinline-Not-Before"));
  const auto expires = seconds_of(request.header("Twinline-Expires"));
  if (!not_before || !expires) {
    return reply.send(our_error(invalid_parameter("Twinline-Not-Before and -Expires are Unix seconds.")));
  }
  wishes.not_before_s = *not_before;
  wishes.expires_s = *expires;
  auto prepared = prepare_send(sending_, number, version_of(call), request.body, wishes);
  if (!prepared) {
    const Error& error = prepared.error();
    const std::string place = error.place.empty() ? "" : error.place + ": ";
    return reply.send(our_error(invalid_parameter(place + error.what + ".")));
  }
  if (prepared->is_mark) {
    Request mark{"POST", "/" + escaped_for_url(number) + "/messages", {}, prepared->send.body};
    mark.headers.emplace_back("Content-Type", "application/json");
    return forward(sending_.app_of(number), version_of(call), std::move(mark), reply);
  }
  StoredSend send = std::move(prepared->send);
  const bool async = wants_async(request);
  std::optional<SendKey> key;
  if (const auto name = request.header("Idempotency-Key"); !name.empty()) {
    key = SendKey{number, std::string(name), sha256_hex(request.body), send.id, unix_now_ms() / ms};
    const auto known = sending_.find_key(*key);
    if (!known) return reply.send(not_stored());
    if (*known) return answer_known(queue, **known, key->body_hash, async, reply);
  }
  // A repetition was answered above, also where the queue is full.
  if (!sending_.has_room(*queue, 1)) return reply.send(our_error(queue_full()));
  // After a crash nobody waits any more for what was to be answered at once.
  if (!async) {
    const std::int64_t waited_ms = send.submitted_ms + sending_.settings().wait_s * ms + longest_answer_ms;
    send.expires_ms = send.expires_ms == 0 ? waited_ms : std::min(send.expires_ms, waited_ms);
  }
  if (!send.campaign.empty() && !campaigns_.ensure(number, send.campaign, send.lane)) {
    return reply.send(
        our_error(invalid_parameter("Twinline-Campaign: this campaign was cancelled, or is being made just now.")));
  }
  if (key) {
    const auto known = sending_.claim(*queue, *key);
    if (!known) return reply.send(not_stored());
    if (*known) return answer_known(queue, **known, key->body_hash, async, reply);
  }
  const std::string id = send.id;
  if (!async) {
    // Handed in first, so that it is there to be waited for. Who gave a key may come back with it for the answer.
    sending_.hand_in(
        queue, {std::move(send)},
        [this, queue, id, reply, has_key = key.has_value()](const std::vector<Sending::HandedIn>&) {
          if (!has_key) take_back_when_gone(queue, id, reply);
        },
        key);
    return wait(queue, id, true, reply);
  }
  sending_.hand_in(
      queue, {std::move(send)},
      [reply](const std::vector<Sending::HandedIn>& handed) {
        if (handed.front().kind == Sending::HandedIn::Kind::full) return reply.send(our_error(queue_full()));
        if (handed.front().kind == Sending::HandedIn::Kind::store_failed) return reply.send(not_stored());
        reply.send(json_answer(202, queued_body(handed.front().send)));
      },
      key);
}

void GraphRoutes::answer_known(const std::shared_ptr<NumberQueue>& queue, const SendKey& known, const std::string& hash,
                               bool async, const Reply& reply) {
  if (known.body_hash != hash) {
    return reply.send(our_error(key_used_otherwise()));
  }
  if (!async) return wait(queue, known.id, false, reply);
  const auto send = sending_.sends().find(known.number, known.id);
  StoredSend unknown;
  unknown.id = known.id;
  reply.send(json_answer(202, queued_body(send && *send ? **send : unknown)));
}

void GraphRoutes::wait(const std::shared_ptr<NumberQueue>& queue, const std::string& id, bool may_cancel,
                       const Reply& reply) {
  sending_.when_ended(
      queue, id, [reply](const StoredSend& send) { reply.send(answer_of(send)); },
      may_cancel ? std::optional(sending_.settings().wait_s) : std::nullopt);
}

// Nobody will read the answer, and whoever asked may ask again: what has not started is not sent.
void GraphRoutes::take_back_when_gone(const std::weak_ptr<NumberQueue>& queue, const std::string& id,
                                      const Reply& reply) {
  reply.when_gone([this, queue, id] {
    const auto open = queue.lock();
    if (open && open->cancel(id, {EndReason::cancelled, "its caller hung up"}, true) == NumberQueue::Cancelled::done)
      sending_.wake();
  });
}

void GraphRoutes::forward(const std::string& app, const std::string& version, Request request, const Reply& reply) {
  sending_.call(app, version, std::move(request), [reply](const CallEnd& end) {
    if (end.fate == CallFate::answered) {
      const std::string type = end.content_type.empty() ? "application/json" : end.content_type;
      return reply.send({end.answer.status, {{"Content-Type", type}, {"Cache-Control", "no-store"}}, end.answer.body});
    }
    reply.send(our_error(
        unavailable(502, end.fate == CallFate::lost ? "Meta was asked and gave no answer: look before you repeat it."
                         : end.fate == CallFate::withheld ? "Meta was not asked: " + end.problem + "."
                                                          : "Meta could not be reached: " + end.problem + ".")));
  });
}

void GraphRoutes::pass_on(const Call& call, const Reply& reply) {
  // Behind the version; of an upload the last piece is the pattern's own.
  const std::string behind = call.request.path.substr(call.request.path.find('/', 1) + 1);
  const std::string object = behind.substr(0, behind.find('/'));
  if (call.request.method == "POST" && sends_messages(behind)) {
    return reply.send(
        our_error(bad_request(404, "Unsupported request",
                              "Messages are taken at /" + version_of(call) + "/{phone_number_id}/messages only.")));
  }
  if (call.request.method == "POST") {
    const std::string why_not = why_not_passed_on(behind, sending_.state_of(object));
    if (!why_not.empty()) {
      return reply.send(our_error(bad_request(400, "Unsupported request", why_not + own_ways)));
    }
  }
  const std::string app = sending_.app_for(object, query_value(call.request.query, "phone_number_id").value_or(""));
  if (app.empty()) return reply.send(no_such_object(object));
  std::string path;
  for (std::string_view rest = behind; !rest.empty();) {
    const std::string_view piece = rest.substr(0, rest.find('/'));
    path += "/" + escaped_for_url(piece);
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
  }
  Request request{call.request.method, path, {}, call.request.body};
  if (!call.request.query.empty()) request.url += "?" + call.request.query;
  for (const std::string_view name : {"Content-Type", "Accept", "Range"}) {
    if (const auto value = call.request.header(name); !value.empty()) request.headers.emplace_back(name, value);
  }
  forward(app, version_of(call), std::move(request), reply);
}

}  // namespace twinline
