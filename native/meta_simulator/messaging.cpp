#include "native/meta_simulator/messaging.h"

#include <algorithm>
#include <utility>

#include "native/meta_simulator/random.h"
#include "native/meta_simulator/send_fate.h"
#include "native/meta_simulator/wamid.h"

namespace twinline::simulator {
namespace {

constexpr std::int64_t window_ms = 24LL * 3'600'000;
constexpr std::uint64_t sent_stream = 0x5e;
constexpr std::string_view nobody_at = "0404";

bool in_window(const Customer& customer, std::int64_t now_ms) {
  return customer.wrote_ms != 0 && now_ms - customer.wrote_ms < window_ms;
}

std::string text_at(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Changes of what was written are no new message.
bool counts_as_message(const Json& message) {
  const std::string type = text_at(message, "type");
  return type != "edit" && type != "revoke" && type != "system";
}

}  // namespace

bool Messaging::in_maintenance(Desk& desk, std::int64_t now_ms) const {
  if (plan_.twist != Twist::maintenance || desk.sends.received() <= sends_before_maintenance) return false;
  if (!desk.maintained_until_ms) desk.maintained_until_ms = now_ms + story_.paced(maintenance_ms);
  return now_ms < *desk.maintained_until_ms;
}

SendOutcome Messaging::send(const ReadCall& call, PhoneNumber& number, std::int64_t now_ms) {
  Desk& desk = desks_[number.business.number];
  if (call.text("status") == "read") return {mark_read(call, desk)};
  desk.sends.receive(now_ms);
  SendFate fate = fate_of(plan_.twist, plan_.seed, desk.sends.received());
  if (in_maintenance(desk, now_ms)) fate.refusal = maintenance_fault();
  const std::int64_t after_ms = story_.paced(fate.after_ms);
  if (fate.untaken) {
    desk.sends.lose();
    return {Json::object(), after_ms, true};
  }
  JsonOrFault answer = fate.refusal ? JsonOrFault(*fate.refusal) : take(call, number, desk, now_ms);
  if (const GraphFault* const fault = std::get_if<GraphFault>(&answer)) desk.sends.refuse(fault->code);
  return {std::move(answer), after_ms, fate.unanswered};
}

JsonOrFault Messaging::mark_read(const ReadCall& call, Desk& desk) {
  if (call.text("messaging_product") != "whatsapp")
    return bad_parameter("The parameter messaging_product is required.");
  if (call.text("message_id").empty()) return bad_parameter("The parameter message_id is required.");
  if (!call.text("message_id").starts_with("wamid.")) return bad_value("Parameter 'message_id' is no message id");
  if (call.has("typing_indicator") && object_of(call.parameters, "typing_indicator").value("type", Json()) != "text") {
    return bad_value("Parameter 'type' of 'typing_indicator' must be text");
  }
  desk.sends.mark_read();
  return Json{{"success", true}};
}

JsonOrFault Messaging::take(const ReadCall& call, PhoneNumber& number, Desk& desk, std::int64_t now_ms) {
  if (number.link != Link::connected) {
    return GraphFault{.code = 133010,
                      .message = "(#133010) Account not registered",
                      .details = "The number cannot send: it is not connected now"};
  }
  const auto has_medium = [this, &number, now_ms](std::string_view id) {
    const Medium* const medium = media_.find(id, now_ms);
    return medium != nullptr && medium->number == number.business.number;
  };
  auto read = read_outgoing(call, *state_.find_account(number.business.waba), number.business, has_medium);
  if (const GraphFault* const fault = std::get_if<GraphFault>(&read)) return *fault;
  const OutgoingMessage& message = std::get<OutgoingMessage>(read);

  const Person* const known = chats_.find(number, message.to);
  Person person;
  if (known != nullptr) {
    person = *known;
  } else if (message.by_phone) {
    person = chats_.find_or_meet(number, message.to);
  } else {
    person.user_id = message.to;
  }
  const auto reason = reason_against(number, person, known != nullptr || message.by_phone, message, now_ms);
  const bool told_at_once = reason && plan_.refuses_at_once && reason->code != not_on_whatsapp().code;
  if (told_at_once) return reason->as_answer();
  if (!desk.sends.has_room(now_ms)) return throughput_fault();
  if (!desk.sends.take_pair(person.name(), now_ms)) return pair_fault();

  Written written;
  written.id = make_wamid(person.wamid_phone, true, make_device_id(mix(mix(plan_.seed, sent_stream), ++state_.serial)));
  written.text = message.text;
  written.person = person.name();
  written.from_me = written.by_api = true;
  written.at_s = now_ms / 1000;
  desk.sends.accept({now_ms, message.to, written.id, message.type, message.opaque});
  const bool open = in_window(customer_of(number, person), now_ms);
  tell_statuses(story_, {number, person, message, written.id, open, plan_.seed}, reason, now_ms);
  Json contact = {{"input", message.input}};
  contact[message.by_phone ? "wa_id" : "user_id"] = message.to;
  Json accepted = {{"id", written.id}};
  if (message.is_template()) accepted["message_status"] = "accepted";
  if (!reason && message.type != "reaction") chats_.add(number, std::move(written));
  return Json{{"messaging_product", "whatsapp"},
              {"contacts", Json::array({std::move(contact)})},
              {"messages", Json::array({std::move(accepted)})}};
}

std::optional<Undeliverable> Messaging::reason_against(const PhoneNumber& number, const Person& person, bool known,
                                                       const OutgoingMessage& message, std::int64_t now_ms) const {
  const Customer customer = customer_of(number, person);
  const bool wrote = customer.wrote_ms != 0;
  if ((!known && !wrote) || person.phone.ends_with(nobody_at)) return not_on_whatsapp();
  const bool open = in_window(customer, now_ms);
  if (!open && now_ms < number.restricted_until_ms) return restricted();
  if (!open && !message.is_template()) return window_closed();
  if (customer.stopped && message.category == "marketing") return marketing_stopped();
  return {};
}

Customer Messaging::customer_of(const PhoneNumber& number, const Person& person) const {
  Customer found;
  const auto people = state_.customers.find(number.business.number);
  if (people == state_.customers.end()) return found;
  for (const std::string& name : {person.phone, person.user_id}) {
    const auto each = people->second.find(name);
    if (name.empty() || each == people->second.end()) continue;
    found.wrote_ms = std::max(found.wrote_ms, each->second.wrote_ms);
    found.stopped = found.stopped || each->second.stopped;
  }
  return found;
}

void Messaging::hear(const PhoneNumber& number, std::string_view body, std::int64_t now_ms) {
  // Statuses are most of what leaves; they have no messages.
  if (body.find("\"messages\":[") == std::string_view::npos) return;
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return;
  Desk& desk = desks_[number.business.number];
  for (const Json& entry : json.at("entry")) {
    for (const Json& change : entry.at("changes")) {
      for (const Json& message : change.at("value").value("messages", Json::array())) {
        if (!counts_as_message(message) || !desk.sends.hear(text_at(message, "id"), now_ms)) continue;
        // Told to the second: it was written until that second's end.
        const std::int64_t wrote_ms =
            std::min<std::int64_t>(now_ms, std::stoll(text_at(message, "timestamp")) * 1000 + 999);
        if (wrote_ms < number.connected_at_ms) continue;
        for (const char* const name : {"from", "from_user_id"}) {
          const std::string who = text_at(message, name);
          if (who.empty()) continue;
          Customer& customer = state_.customers[number.business.number][who];
          customer.wrote_ms = std::max(customer.wrote_ms, wrote_ms);
        }
      }
    }
  }
}

void Messaging::stop_marketing(const PhoneNumber& number, const Person& person, bool stopped, std::int64_t now_ms) {
  for (const std::string& name : {person.phone, person.user_id}) {
    if (!name.empty()) state_.customers[number.business.number][name].stopped = stopped;
  }
  Json preference = Json::object();
  if (!person.phone.empty()) preference["wa_id"] = person.phone;
  if (!person.user_id.empty()) preference["user_id"] = person.user_id;
  preference["detail"] =
      stopped ? "User requested to stop marketing messages" : "User requested to resume marketing messages";
  preference["category"] = "marketing_messages";
  preference["value"] = stopped ? "stop" : "resume";
  preference["timestamp"] = now_ms / 1000;
  Json value = make_value(number.business);
  value["contacts"] = Json::array({make_profile(person)});
  value["user_preferences"] = Json::array({std::move(preference)});
  story_.tell(number, "user_preferences", "a customer's preference",
              make_body(number.business, "user_preferences", value), now_ms);
}

bool Messaging::is_stopped(const PhoneNumber& number, const Person& person) const {
  return customer_of(number, person).stopped;
}

Json Messaging::told(const PhoneNumber& number) const {
  const auto found = desks_.find(number.business.number);
  return found == desks_.end() ? Sends().told() : found->second.sends.told();
}

}  // namespace twinline::simulator
