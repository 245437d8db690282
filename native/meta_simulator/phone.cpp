#include "native/meta_simulator/phone.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/graph.h"
#include "native/meta_simulator/graph_objects.h"
#include "native/meta_simulator/random.h"
#include "native/meta_simulator/signup.h"
#include "native/meta_simulator/wamid.h"

namespace twinline::simulator {
namespace {

constexpr std::size_t people_shown = 60;
constexpr std::size_t messages_shown = 40;
constexpr std::int64_t editable_s = 15 * 60;
constexpr std::int64_t revocable_s = 2 * day_s;
constexpr std::array<std::string_view, 6> reasons = {"ACCOUNT_DISCONNECTED", "BUSINESS_DOWNGRADE",
                                                     "CHANGE_NUMBER",        "COMPANION_INACTIVITY",
                                                     "PRIMARY_INACTIVITY",   "USER_RE_REGISTERED"};

std::string text_of(const Json& question, std::string_view name) {
  const auto found = question.find(name);
  return found != question.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Response done() { return json_response({{"done", true}}); }

// What a person who is not known yet may be called: a phone.
bool is_phone(std::string_view name) {
  return name.size() >= 7 && name.size() <= 15 && name.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Response Phone::show(std::string_view number, std::string_view person) {
  Json shown = {{"numbers", Json::array()}, {"requests", Json::array()}};
  for (const Portfolio& portfolio : state_.portfolios) {
    for (const PhoneNumber& each : portfolio.numbers) {
      shown["numbers"].push_back({{"number", each.business.number},
                                  {"shown", display_phone(each.business.phone)},
                                  {"name", each.name},
                                  {"link", to_string(each.link)},
                                  {"on_app", each.on_app},
                                  {"limit", each.limit},
                                  {"subscribed", !portfolio.subscribed.empty()}});
    }
  }
  for (const auto& [id, session] : state_.sessions) {
    if (session.code.empty()) continue;
    const PhoneNumber& wanted = state_.portfolios.at(session.portfolio).numbers.at(session.number);
    shown["requests"].push_back({{"session_id", id},
                                 {"number", wanted.business.number},
                                 {"app", session.app},
                                 {"code", session.code},
                                 {"answered", session.answered}});
  }
  const PhoneNumber* const found = state_.find_number(number);
  if (found == nullptr || found->world_at_s == 0) return json_response(shown);
  const Chat& chat = chats_.of(*found);
  shown["people"] = Json::array();
  for (const Person& each : chat.people) {
    if (shown["people"].size() == people_shown) break;
    shown["people"].push_back({{"person", each.name()},
                               {"name", each.full_name},
                               {"known", each.in_address_book},
                               {"stopped", messaging_.is_stopped(*found, each)}});
  }
  Json messages = Json::array();
  for (const Written& each : chat.messages) {
    if (each.person != person) continue;
    messages.push_back({{"message", each.id},
                        {"text", each.text},
                        {"from_me", each.from_me},
                        {"by_api", each.by_api},
                        {"at", each.at_s},
                        {"edited", each.edited},
                        {"revoked", each.revoked},
                        {"reaction", each.reaction}});
  }
  while (messages.size() > messages_shown) messages.erase(messages.begin());
  shown["messages"] = std::move(messages);
  return json_response(shown);
}

Response Phone::act(const Json& question, std::int64_t now_ms) {
  const std::string action = text_of(question, "action");
  if (action == "answer") return answer_request(question);
  PhoneNumber* const number = state_.find_number(text_of(question, "number"));
  if (number == nullptr) return page_fault("no such number");
  if (action == "open") {
    number->opened_at_ms = now_ms;
    return done();
  }
  if (action == "disconnect") return disconnect(*number, question, now_ms);
  if (action == "offboard") return story_.offboard(*number, now_ms), done();
  if (action == "reconnect") return story_.reconnect(*number, now_ms), done();
  if (action == "vanish") return story_.vanish(*number), done();
  if (action == "rate") {
    const std::string quality = text_of(question, "quality"), limit = text_of(question, "limit");
    story_.rate(*number, quality.empty() ? number->quality : quality, limit.empty() ? number->limit : limit, now_ms);
    return done();
  }
  if (action == "restrict") {
    const auto span = question.find("span_s");
    const bool given = span != question.end() && span->is_number_unsigned();
    story_.restrict(*number, given ? span->get<std::int64_t>() : day_s, now_ms);
    return done();
  }
  if (number->world_at_s == 0)
    return page_fault("nobody writes to this number before it is connected for the first time");
  if (action == "write") return write(*number, question, now_ms);
  if (action == "edit" || action == "revoke" || action == "react") return change(*number, question, now_ms);
  if (action == "name" || action == "forget") return change_contact(*number, question, now_ms);
  if (action == "stop" || action == "resume") {
    const Person* const person = chats_.find(*number, text_of(question, "person"));
    if (person == nullptr) return page_fault("no such person");
    messaging_.stop_marketing(*number, *person, action == "stop", now_ms);
    return done();
  }
  return page_fault("no such action");
}

Response Phone::answer_request(const Json& question) {
  const auto found = state_.sessions.find(text_of(question, "session_id"));
  if (found == state_.sessions.end() || found->second.code.empty()) return page_fault("nobody wants to connect");
  SignupSession& session = found->second;
  session.answered = true;
  session.shares_chats = question.value("share_chats", Json(true)) != false;
  // A code that was scanned need not be typed.
  if (question.value("scanned", Json(false)) == true) session.verified = true;
  return json_response({{"code", session.code}});
}

std::string Phone::new_id(const Person& person, bool from_me) {
  return make_wamid(person.wamid_phone, from_me, make_device_id(mix(mix(seed_, 0xf0), ++state_.serial)));
}

void Phone::tell(const PhoneNumber& number, bool from_me, const Person& person, Json event, std::int64_t now_ms) {
  Json value = make_value(number.business);
  if (!from_me) value["contacts"] = Json::array({make_profile(person)});
  value[from_me ? "message_echoes" : "messages"] = Json::array({std::move(event)});
  const std::string_view field = from_me ? "smb_message_echoes" : "messages";
  if (number.link == Link::connected) {
    story_.tell(number, field, "typed on the phone", make_body(number.business, field, value), now_ms);
  }
}

Response Phone::write(PhoneNumber& number, const Json& question, std::int64_t now_ms) {
  const std::string name = text_of(question, "person");
  const Person* person = chats_.find(number, name);
  if (person == nullptr && is_phone(name)) person = &chats_.find_or_meet(number, name);
  const std::string text = text_of(question, "text");
  if (person == nullptr) return page_fault("no such person");
  if (text.empty()) return page_fault("an empty message cannot be sent");
  const bool from_me = text_of(question, "as") != "customer";
  Written written;
  written.id = new_id(*person, from_me);
  written.text = text;
  written.person = person->name();
  written.from_me = from_me;
  written.at_s = now_ms / 1000;
  Json message = make_event(number.business, *person, from_me, written.id, written.at_s, "text", {{"body", text}});
  tell(number, from_me, *person, std::move(message), now_ms);
  chats_.add(number, written);
  return json_response({{"message", written.id}});
}

Response Phone::change(PhoneNumber& number, const Json& question, std::int64_t now_ms) {
  Chat& chat = chats_.of(number);
  const std::string id = text_of(question, "message");
  const auto found =
      std::find_if(chat.messages.begin(), chat.messages.end(), [&id](const Written& each) { return each.id == id; });
  if (found == chat.messages.end()) return page_fault("no such message");
  const Person& person = *chats_.find(number, found->person);
  const std::string action = text_of(question, "action");
  Json content = {{"original_message_id", id}};
  bool from_me = found->from_me;
  const std::int64_t age_s = now_ms / 1000 - found->at_s;
  if (action == "edit" && age_s > editable_s) return page_fault("a message can be edited for 15 minutes");
  if (action == "revoke" && age_s > revocable_s) return page_fault("a message can be deleted for two days");
  if (found->revoked) return page_fault("the message is deleted");
  if (action == "edit") {
    found->text = text_of(question, "text");
    found->edited = true;
    content["message"] = {{"context", {{"id", "M0"}}}, {"type", "text"}, {"text", {{"body", found->text}}}};
  } else if (action == "revoke") {
    found->revoked = true;
  } else {
    from_me = false;
    found->reaction = text_of(question, "emoji");
    content = {{"message_id", id}, {"emoji", found->reaction}};
  }
  const std::string type = action == "react" ? "reaction" : action;
  tell(number, from_me, person,
       make_event(number.business, person, from_me, new_id(person, from_me), now_ms / 1000, type, std::move(content)),
       now_ms);
  return done();
}

Response Phone::change_contact(PhoneNumber& number, const Json& question, std::int64_t now_ms) {
  Person* const person = chats_.find(number, text_of(question, "person"));
  if (person == nullptr) return page_fault("no such person");
  const bool removed = text_of(question, "action") == "forget";
  if (!removed) {
    person->full_name = text_of(question, "name");
    person->first_name = person->full_name.substr(0, person->full_name.find(' '));
  }
  person->in_address_book = !removed;
  if (number.link != Link::connected) return done();
  Json value = make_value(number.business);
  value["state_sync"] = Json::array({make_contact(*person, removed, now_ms)});
  story_.tell(number, "smb_app_state_sync", "the address book was changed",
              make_body(number.business, "smb_app_state_sync", value), now_ms);
  return done();
}

Response Phone::disconnect(PhoneNumber& number, const Json& question, std::int64_t now_ms) {
  Removal removal;
  if (const std::string reason = text_of(question, "reason"); !reason.empty()) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) return page_fault("no such reason");
    removal.reason = reason;
  }
  if (text_of(question, "initiated_by") == "SYSTEM") removal.initiated_by = "SYSTEM";
  // Both shapes are seen; a business has one of them, whatever it does.
  const bool even = (number.business.number.back() - '0') % 2 == 0;
  const std::string shape = text_of(question, "shape");
  removal.names_number = shape.empty() ? even : shape == "number";
  story_.remove(number, removal, now_ms);
  return done();
}

}  // namespace twinline::simulator
