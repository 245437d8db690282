// Account, quality, template, capability and alert webhooks, calls and preferences, understood.
//
// One notice is one event: the whole `value` of an account topic, one element of calls[] or user_preferences[]. Which field
// makes which event, and where its parts stand, are two tables in notice.cpp; a new field touches one row there. Whatever
// the tables do not name is kept in the content.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/decode/meaning.h"

namespace twinline {

struct Notice {
  std::string_view event;  // account, quality, template, capability, alert, call, preference
  std::string id;          // of a call
  std::string name, reason, initiated_by, value;
  std::string phone;  // digits
  std::int64_t at = 0;
  std::optional<bool> out;  // of a call, where the body says
  std::string peer_phone, peer_user_id;
  std::string content;  // canonical JSON
};

// Nothing where the body does not say what it is about, or where the fact only stands around other facts.
std::optional<Notice> notice_of(const Batch& batch, const Meaning& meaning, const Fact& fact);

// A status in field `calls`.
Notice notice_of_call_status(const Batch& batch, const Meaning& meaning, const Fact& status);

// Whether the notice is one element of an array, and not all that a scope says.
inline bool is_element(const Fact& notice) { return !notice.where.member.empty(); }

}  // namespace twinline
