// What the simulated Meta knows, as plain data: portfolios with their accounts and numbers, who was let in, and what was
// asked of it. Everything here is kept over a restart; what follows from it (people, messages) is made again.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "native/meta_simulator/outbox.h"
#include "native/meta_simulator/shapes.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

enum class Link : std::uint8_t {
  free,        // in no partner's hands
  connected,   // with the partner whose webhooks we play
  offboarded,  // suspended by a change of the phone, comes back by itself
  gone,        // taken away from the partner
};

struct PhoneNumber {
  Business business;  // waba, number, phone
  std::string name;
  bool on_app = true;       // in WhatsApp Business on a phone
  bool registered = false;  // on the Cloud API, by its partner; a number on the app never is
  bool elsewhere = false;   // connected by somebody long ago: Meta lists it, and no webhook tells about it
  Link link = Link::free;
  std::string pin;  // of its two-step verification; empty until it was registered once
  std::int64_t connected_at_ms = 0;
  bool shares_chats = true;
  std::optional<std::int64_t> contacts_asked_ms, history_asked_ms;
  std::int64_t opened_at_ms = 0;
  std::string time_zone;
  std::string quality = "GREEN";
  std::string limit = "TIER_250";
  Json profile = Json::object();
  std::int64_t world_at_s = 0;  // when the first connection was: the end of the history
  std::int64_t restricted_until_ms = 0;
};

struct Template {
  std::string id, name, language, category;
  std::string status = "PENDING";
  std::string rejected_reason = "NONE";
  std::string quality = "UNKNOWN";
  std::int64_t quality_at_s = 0;
  Json components = Json::array();
};

struct Portfolio {
  std::string id, name, waba;
  std::vector<PhoneNumber> numbers;
  std::set<std::string> admitted;    // apps that a signup let in
  std::set<std::string> subscribed;  // apps that get webhooks
  std::vector<Template> templates;
};

struct SignupCode {
  std::string app, waba;
  std::int64_t made_ms = 0;
  bool used = false;
};

struct Grant {
  std::string app, waba;
};

struct GraphCall {
  std::string method, path;
  int status = 0;
  std::int64_t at_ms = 0;
};

// What decides whether a business may write to somebody.
struct Customer {
  std::int64_t wrote_ms = 0;  // the latest live message; 0: none since the number was connected
  bool stopped = false;       // wants no marketing
};

// Somebody in Meta's signup window who has entered a number and waits for the phone.
struct SignupSession {
  std::string id, app;
  std::size_t portfolio = 0, number = 0;
  std::string code;       // what the phone shows, to be typed into the window
  bool answered = false;  // on the phone: the business has chosen
  bool shares_chats = true;
  bool verified = false;
};

struct PlatformState {
  WorldPlan world;  // what people and messages follow from
  std::vector<Portfolio> portfolios;
  std::set<std::string> fields;                 // webhook fields that the app subscribed to
  std::map<std::string, SignupCode> codes;      // by code
  std::map<std::string, Grant> grants;          // by token
  std::map<std::string, std::uint64_t> counts;  // calls by what they are, the refused included
  std::deque<GraphCall> calls;                  // the latest ones, without secrets
  std::map<std::string, SignupSession> sessions;
  // By number, then by each name that the person is known by: phone and user id.
  std::map<std::string, std::map<std::string, Customer, std::less<>>, std::less<>> customers;
  std::uint64_t serial = 0;  // of whatever gets an id
  std::uint64_t signups = 0;
  Outbox outbox;

  Portfolio* find_account(std::string_view waba);
  PhoneNumber* find_number(std::string_view number);
  Portfolio* account_of(std::string_view number);
};

std::string_view to_string(Link link);
std::optional<Link> parse_link(std::string_view text);

// The fields that a partner of coexistence subscribes to, and those of an account's life.
std::set<std::string> usual_fields();

// Portfolios as a scenario begins with them; ids follow from the seed alone.
std::vector<Portfolio> make_portfolios(std::uint64_t seed, bool several_numbers);

}  // namespace twinline::simulator
