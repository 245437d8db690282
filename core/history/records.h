// Records: the canonical form of merged state, JSON, one a line (without LF here).
//
// The form is a contract (ARCHITECTURE.md, "Records"): members in a fixed order, absent when empty, sets sorted, escapes
// canonical. Nothing depends on a clock or on configuration. A record prints every register together with what orders it, so
// that reading it back is the same as joining the facts it came from.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/history/number.h"

namespace twinline {

inline constexpr std::string_view first_record = R"({"record":"twinline","format":1})";

// Each appends one record.
void write_number(const Number& number, std::string& line);
void write_sync(const Number& number, const SyncKey& key, const Sync& sync, std::string& line);
void write_identity(const Number& number, std::string_view user_id, std::string_view phone, std::int64_t at,
                    std::string& line);
void write_contact(const Number& number, const Contact& contact, std::string& line);
void write_profile(const Number& number, std::string_view name, const Names& names, std::string& line);
void write_message(const Number& number, RowId row,
                   std::string& line);  // "message", or "waiting" while it has no place
void write_erased(const Number& number, std::string_view hash, std::int64_t until, std::string& line);

// The text and medium that people see: of the latest edit, where there is one. Valid while the messages stay as they are.
struct Shown {
  std::string_view text, media;
  std::int64_t media_at = 0;   // of the edit that brought the medium; 0 where none did
  bool undecodable = false;    // there is nothing to show but errors
  bool media_missing = false;  // only the placeholder has come
};
Shown shown(const Messages& messages, const Row& row);

// All records of these numbers (in their order), each with its LF, in canonical order: by kind, then number, then thread,
// time and id.
void write_all(const std::vector<const Number*>& numbers, const std::function<void(std::string_view)>& sink);

}  // namespace twinline
