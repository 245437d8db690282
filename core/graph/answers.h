// Reads what Meta answers to the calls of requests.h: the value asked for, or the error.
//
// Members that are missing are absent, members that are new do not matter. A success whose body lacks what was asked
// for is an error with an unknown outcome.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/error.h"
#include "core/http.h"
#include "core/policy/policy.h"

namespace twinline {

template <class T>
struct GraphReply {
  std::optional<T> value;
  GraphError error;  // of a meaning only where there is no value

  explicit operator bool() const { return value.has_value(); }
  const T* operator->() const { return &*value; }
};

struct Succeeded {};

struct SyncAccepted {
  std::string request_id;  // to quote to Meta's support; may be empty
};

struct NumberInfo {
  std::string id;
  std::string phone;  // as Meta writes it, with spaces and all
  std::string name;
  std::string quality;
  std::string limit;  // of messages a day, TIER_2K and so on; only read_number_account asks for it
  std::string platform_type;
  std::optional<bool> is_on_biz_app;

  // Is the number connected in both ways, app and API? Nothing where Meta did not say.
  std::optional<bool> coexists() const;
};

struct NumberList {
  std::vector<NumberInfo> numbers;
  std::string after;  // where the next page begins; empty on the last one
};

struct Subscriptions {
  std::string callback_url;
  std::vector<std::string> fields;  // sorted
};

struct Token {
  std::string token;
};

// What people look at and nothing here decides by, in Meta's own members.
struct MetaObject {
  std::string json;  // one object
};

struct MetaPage {
  std::string json;   // an array of objects
  std::string after;  // where the next page begins; empty on the last one
};

GraphReply<Succeeded> read_done(const Answer& answer, const Policy& policy, Date day);
GraphReply<SyncAccepted> read_sync_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<NumberInfo> read_number_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<NumberList> read_numbers_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<Subscriptions> read_subscriptions_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<Token> read_token_answer(const Answer& answer, const Policy& policy, Date day);

// Of read_profile, list_templates, create_template and read_account.
GraphReply<MetaObject> read_profile_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<MetaPage> read_templates_answer(const Answer& answer, const Policy& policy, Date day);
GraphReply<MetaObject> read_object_answer(const Answer& answer, const Policy& policy, Date day);

}  // namespace twinline
