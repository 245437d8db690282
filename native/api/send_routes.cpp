#include "native/api/send_routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/policy/document.h"
#include "core/sending/media.h"
#include "core/sending/message.h"
#include "core/sending/words.h"
#include "native/api/body.h"
#include "native/api/send_json.h"
#include "native/bytes/sha256.h"
#include "native/http/url.h"
#include "native/sending/axis.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t ms = 1000;
constexpr std::size_t most_lines = 10'000;
constexpr std::size_t most_batch_bytes = 64U << 20;
constexpr std::int64_t most_listed = 500, usually_listed = 50;
constexpr std::int64_t failures_of_ms = std::int64_t{7} * 24 * 3600 * 1000;

Response store_failed() { return error_answer(503, "store_failed", "The store cannot be used now; try again."); }
Response no_such_number() {
  return error_answer(404, "not_found", "This number is not connected here: bring it live first.");
}
Response no_such_send() { return error_answer(404, "not_found", "No send of this number has that id."); }

// Of a number that is known but has no way to send: whoever looks at it sees an empty queue, and why.
constexpr const char* no_app = "No app here is connected to this number: bring it live first.";

// The bytes of the object that opens at `open`; what was parsed before ends properly.
std::string_view object_at(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = open; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return text.substr(open, at + 1 - open);
  }
  return {};
}

struct BatchLine {
  std::string body;
  SendWishes wishes;
};

Error wrong(std::string place, std::string what) {
  return Error{ErrorCode::bad_value, 0, std::move(place), std::move(what)};
}

// {"message":{…Meta's body…}, …} or Meta's body itself.
Result<BatchLine> read_line(std::string_view text) {
  const Result<JsonValue> line = parse_document(text);
  if (!line) return line.error();
  if (line->kind != JsonValue::Kind::object) return wrong("", "a line must be a JSON object");
  BatchLine read;
  const JsonValue* const message = line->find("message");
  if (message == nullptr) {
    read.body = text;
    return read;
  }
  if (message->kind != JsonValue::Kind::object) return wrong("message", "must be an object");
  read.body = object_at(text, message->byte);
  const auto text_of_member = [&](std::string_view name) {
    const JsonValue* const value = line->find(name);
    return value == nullptr || value->kind == JsonValue::Kind::null ? std::string() : value->text;
  };
  read.wishes.id = text_of_member("id");
  read.wishes.lane = text_of_member("lane");
  read.wishes.campaign = text_of_member("campaign");
  for (auto [name, member] :
       {std::pair("not_before", &read.wishes.not_before_s), {"expires", &read.wishes.expires_s}}) {
    const JsonValue* const value = line->find(name);
    if (value == nullptr || value->kind == JsonValue::Kind::null) continue;
    const auto number = value->whole_number();
    if (!number) return wrong(name, "must be Unix seconds");
    *member = *number;
  }
  return read;
}

}  // namespace

std::vector<Route> SendRoutes::routes() {
  const auto later = [this](void (SendRoutes::*member)(const Call&, const Reply&)) {
    return [this, member](const Call& call, const Reply& reply) { (this->*member)(call, reply); };
  };
  const auto now = [this](Response (SendRoutes::*member)(const Call&)) {
    return at_once([this, member](const Call& call) { return (this->*member)(call); });
  };
  const std::string number = "/v1/numbers/{number}";
  std::vector<Route> rows = {
      {"POST", number + "/sends", Access::admin, later(&SendRoutes::batch)},
      {"GET", number + "/sends", Access::admin, now(&SendRoutes::list)},
      {"POST", number + "/sends/{id}/decision", Access::admin, later(&SendRoutes::decide)},
      {"GET", number + "/sends/{id}", Access::admin, now(&SendRoutes::show)},
      {"DELETE", number + "/sends/{id}", Access::admin, later(&SendRoutes::cancel)},
      {"GET", number + "/queue", Access::admin, now(&SendRoutes::queue)},
      {"POST", number + "/queue/pause", Access::admin, now(&SendRoutes::pause)},
      {"POST", number + "/queue/resume", Access::admin, now(&SendRoutes::resume)},
      {"GET", number + "/allowed", Access::admin, now(&SendRoutes::allowed)},
      {"POST", number + "/media", Access::admin, later(&SendRoutes::media)},
  };
  rows.front().most_body_bytes = most_batch_bytes;
  rows.back().most_body_bytes = static_cast<std::size_t>(sending_.settings().media_mb) << 20;
  return rows;
}

void SendRoutes::batch(const Call& call, const Reply& reply) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return reply.send(no_such_number());
  std::vector<StoredSend> sends;
  ordered_json errors = ordered_json::object();
  std::size_t lines = 0;
  for (std::string_view rest = call.request.body; !rest.empty();) {
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos && rest.empty()) break;
    if (++lines > most_lines)
      return reply.send(error_answer(413, "too_many_lines", "Send at most 10,000 lines at once."));
    auto line = read_line(text);
    auto prepared = line ? prepare_send(sending_, queue->number(), "", std::move(line->body), line->wishes)
                         : Result<Prepared>(line.error());
    if (prepared && prepared->is_mark) prepared = wrong("status", "a read mark is no message: send it to /messages");
    if (prepared && !prepared->send.campaign.empty() &&
        !campaigns_.ensure(queue->number(), prepared->send.campaign, prepared->send.lane)) {
      prepared = wrong("campaign", "it was cancelled, or is being made just now");
    }
    if (prepared) {
      sends.push_back(std::move(prepared->send));
    } else {
      const Error& error = prepared.error();
      errors[std::to_string(lines)] = {
          {"code", to_string(error.code)}, {"message", error.what}, {"place", error.place}};
    }
  }
  sending_.hand_in(queue, std::move(sends), [reply, errors, lines](const std::vector<Sending::HandedIn>& handed) {
    std::string body;
    auto next = handed.begin();
    for (std::size_t line = 1; line <= lines; ++line) {
      ordered_json row = {{"line", line}};
      if (const auto error = errors.find(std::to_string(line)); error != errors.end()) {
        row["error"] = *error;
      } else if (next->kind == Sending::HandedIn::Kind::store_failed) {
        row["error"] = {{"code", "store_failed"}, {"message", "it could not be stored, try again"}, {"place", ""}};
        ++next;
      } else if (next->kind == Sending::HandedIn::Kind::full) {
        row["error"] = {
            {"code", "queue_full"}, {"message", "too many messages of this number wait: send it later"}, {"place", ""}};
        ++next;
      } else {
        const bool queued = next->kind == Sending::HandedIn::Kind::queued;
        row["id"] = next->send.id;
        row["state"] = queued ? std::string_view("queued") : to_string(next->send.state);
        ++next;
      }
      body += dumped(row) + '\n';
    }
    reply.send({200, {{"Content-Type", "application/x-ndjson"}, {"Cache-Control", "no-store"}}, std::move(body)});
  });
}

Response SendRoutes::list(const Call& call) {
  const std::string& query = call.request.query;
  SendsQuery wanted;
  wanted.number = call.names[0];
  if (const auto state = query_value(query, "state"); state && !state->empty()) {
    for (std::string_view rest = *state; !rest.empty();) {
      const std::string_view name = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
      const auto known = send_state_of(name);
      if (!known) {
        return error_answer(
            400, "bad_value",
            "state is waiting, in_flight, in_doubt, accepted, failed or dropped, or several with commas between.");
      }
      wanted.states.push_back(*known);
    }
  }
  wanted.campaign = query_value(query, "campaign").value_or("");
  if (const auto named = campaigns_.find(wanted.number, wanted.campaign)) wanted.campaign = named->name;
  if (const auto to = query_value(query, "to"); to && !to->empty()) {
    wanted.user = user_of(*to);
    if (wanted.user.empty()) wanted.user = *to;
  }
  const std::string limit = query_value(query, "limit").value_or("");
  wanted.limit = limit.empty() ? usually_listed : std::clamp<std::int64_t>(std::atoll(limit.c_str()), 1, most_listed);
  wanted.after = query_value(query, "after").value_or("");
  if (wanted.after.find_first_not_of("0123456789") != std::string::npos || wanted.after.size() > 18) {
    return error_answer(400, "bad_value", "after is what the page before gave.");
  }
  const auto page = sending_.sends().list(wanted);
  if (!page) return store_failed();
  const auto queue = sending_.queue(wanted.number);
  ordered_json body = {{"sends", ordered_json::array()}};
  for (const StoredSend& send : page->sends) {
    body["sends"].push_back(send_json(send, queue.get(), sending_.graph().policy));
  }
  if (!page->after.empty()) body["after"] = page->after;
  return json_answer(200, dumped(body));
}

Response SendRoutes::send_answer(const std::string& number, const std::string& id, int status) {
  const auto send = sending_.sends().find(number, id);
  if (!send) return store_failed();
  if (!*send) return no_such_send();
  return json_answer(status, dumped(send_json(**send, sending_.queue(number).get(), sending_.graph().policy)));
}

Response SendRoutes::show(const Call& call) { return send_answer(call.names[0], call.names[1]); }

void SendRoutes::cancel(const Call& call, const Reply& reply) {
  const std::string number = call.names[0], id = call.names[1];
  const auto queue = sending_.queue(number);
  if (!queue) return reply.send(no_such_number());
  const auto cancelled = queue->cancel(id, {EndReason::cancelled, "cancelled"});
  if (cancelled == NumberQueue::Cancelled::done) {
    sending_.wake();
    // When its end is durable.
    return sending_.when_ended(
        queue, id, [this, number, id, reply](const StoredSend&) { reply.send(send_answer(number, id)); }, std::nullopt);
  }
  const auto send = sending_.sends().find(number, id);
  if (send && !*send) return reply.send(no_such_send());
  reply.send(error_answer(409, "already_started", "It has been started or has ended: it cannot be taken back."));
}

void SendRoutes::decide(const Call& call, const Reply& reply) {
  const std::string number = call.names[0], id = call.names[1];
  const auto queue = sending_.queue(number);
  if (!queue) return reply.send(no_such_number());
  const std::string decision = text_of(body_of(call.request), "decision");
  constexpr std::pair<std::string_view, NumberQueue::Decision> known[] = {
      {"was_sent", NumberQueue::Decision::was_sent},
      {"send_again", NumberQueue::Decision::send_again},
      {"give_up", NumberQueue::Decision::give_up}};
  const auto* const found =
      std::find_if(std::begin(known), std::end(known), [&](const auto& one) { return one.first == decision; });
  if (found == std::end(known)) {
    return reply.send(error_answer(400, "bad_value", "decision is was_sent, send_again or give_up."));
  }
  if (!queue->decide(id, found->second)) {
    const auto send = sending_.sends().find(number, id);
    return reply.send(send && !*send ? no_such_send() : error_answer(409, "not_in_doubt", "It is not in doubt."));
  }
  sending_.wake();
  sending_.writer().submit({}, [this, number, id, reply](bool) { reply.send(send_answer(number, id)); });
}

Response SendRoutes::queue(const Call& call) {
  const std::string& number = call.names[0];
  const auto queue = sending_.queue(number);
  if (!queue) {
    NumberQueue::View none;
    none.stopped = no_app;
    ordered_json body = queue_json(none);
    body["campaigns"] = body["failures"] = ordered_json::array();
    body["in_doubt"] = 0;
    return json_answer(200, dumped(body));
  }
  const auto failures = sending_.sends().failures(number, unix_now_ms() - failures_of_ms);
  if (!failures) return store_failed();
  const NumberQueue::View view = queue->view();
  ordered_json body = queue_json(view);
  body["campaigns"] = campaigns_json(sending_, campaigns_, *queue);
  body["in_doubt"] = view.in_doubt;
  body["failures"] = failures_json(*failures, sending_.graph().policy);
  return json_answer(200, dumped(body));
}

Response SendRoutes::pause(const Call& call) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return no_such_number();
  queue->set_pause(text_of(body_of(call.request), "reason"));
  return this->queue(call);
}

Response SendRoutes::resume(const Call& call) {
  const auto queue = sending_.queue(call.names[0]);
  if (!queue) return no_such_number();
  queue->resume();
  sending_.wake();
  return this->queue(call);
}

Response SendRoutes::allowed(const Call& call) {
  const std::string& number = call.names[0];
  const auto queue = sending_.queue(number);
  if (!queue) {
    const ordered_json no = {{"allowed", false}, {"why", no_app}};
    return json_answer(200, dumped({{"free_form", no}, {"template", no}, {"marketing", no}}));
  }
  const std::string user = user_of(query_value(call.request.query, "to").value_or(""));
  if (user.empty()) return error_answer(400, "bad_value", "to is a phone number with its country code, or a user id.");
  const NumberQueue::View view = queue->view();
  const std::string halted = !view.stopped.empty() ? view.stopped : view.paused;
  const std::int64_t until_s = sending_.window_ends_s(number, user);
  const auto one = [](const std::string& why) {
    ordered_json entry = {{"allowed", why.empty()}};
    if (!why.empty()) entry["why"] = why;
    return entry;
  };
  const auto judged = [&](Lane lane, bool free) {
    return halted.empty() ? std::string(advice_against(queue->objection(user, lane, free))) : halted;
  };
  ordered_json free_form = one(judged(Lane::reply, true));
  if (until_s != 0) free_form["until_s"] = until_s;
  const ordered_json body = {{"free_form", std::move(free_form)},
                             {"template", one(judged(Lane::utility, false))},
                             {"marketing", one(judged(Lane::marketing, false))}};
  return json_answer(200, dumped(body));
}

void SendRoutes::media(const Call& call, const Reply& reply) {
  constexpr std::size_t boundary_bytes = 16;
  const std::string& number = call.names[0];
  const std::string app = sending_.app_of(number);
  if (app.empty()) return reply.send(no_such_number());
  const auto mime = call.request.header("Content-Type");
  if (mime.empty() || call.request.body.empty()) {
    return reply.send(error_answer(400, "bad_request", "Send the bytes of the medium, with its Content-Type."));
  }
  const auto filename = call.request.header("Twinline-Filename");
  const std::string name = filename.empty() ? "file" : percent_decoded(filename, false);
  const MediaUpload upload{call.request.body, mime, name};
  sending_.call(app, "", upload_media(number, upload, "twinline-" + random_hex(boundary_bytes)),
                [reply, &graph = sending_.graph()](const CallEnd& end) {
                  const std::string id = end.fate == CallFate::answered ? media_id_of(end.answer.body) : "";
                  if (!id.empty()) return reply.send(json_answer(201, dumped({{"id", id}})));
                  if (end.fate != CallFate::answered) {
                    return reply.send(error_answer(502, "no_answer", "Meta gave no answer: " + end.problem));
                  }
                  const auto refused = read_error(end.answer, graph.policy, date_of(unix_now_ms() / ms));
                  if (refused) return reply.send(meta_answer(*refused));
                  reply.send(error_answer(502, "no_answer", "Meta's answer names no medium; upload it again."));
                });
}

}  // namespace twinline
