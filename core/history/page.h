// Query results as columns, ready to cross a border in one piece.
//
//     page    := total offset rows column* text text_end
//     column  := one fixed-width value a row
//     text    := UTF-8 of all strings, row after row, `strings` of them a row
//     text_end:= end of each string in `text`, counted in UTF-16 units, so that a JavaScript host decodes `text` once and
//                slices. The core holds valid UTF-8 only, so both sides count alike.
//
// Absent strings are empty. Times are Unix seconds; 0 means unknown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace twinline {

enum class Direction : std::uint8_t { in, out };
// Order is rank: a status never goes backwards.
enum class Status : std::uint8_t { none, pending, sent, delivered, read, played };

// Bits of Page::flags.
enum PageFlag : std::uint8_t {
  page_edited = 1,
  page_revoked = 2,
  page_failed = 4,
  page_media_missing = 8,  // a placeholder whose medium has not come
  page_undecodable = 16,   // Meta could not pass the content on; it can be read in the app
  page_group = 32,
};

// The length of a text as JavaScript counts it. Requires: valid UTF-8.
std::uint32_t utf16_units(std::string_view utf8);

struct Page {
  std::uint32_t total = 0;     // rows there are
  std::uint32_t offset = 0;    // of the first row in this page
  std::uint32_t rows = 0;      // in this page
  std::uint32_t strings = 0;   // strings a row
  std::uint32_t left_out = 0;  // messages that are not older than the query's `older_than_s`
  std::vector<double> at;
  std::vector<double> expires_at;       // media: when the id can no longer be used; others: empty
  std::vector<std::uint32_t> count;     // threads: messages in the thread; messages: 0
  std::vector<std::uint8_t> direction;  // Direction
  std::vector<std::uint8_t> status;     // Status; inbound shows only read and played
  std::vector<std::uint8_t> flags;      // PageFlag
  std::string text;
  std::vector<std::uint32_t> text_end;

  void clear();
  // Appends a string; call `strings` times a row, in the order of the column names below.
  void add(std::string_view utf8);

 private:
  std::uint32_t units_ = 0;
};

// What the numbers mean, by value; of flags by bit.
inline constexpr std::string_view page_direction_names[] = {"in", "out"};
inline constexpr std::string_view page_status_names[] = {"none", "pending", "sent", "delivered", "read", "played"};
inline constexpr std::string_view page_flag_names[] = {"edited",       "revoked",     "failed",
                                                       "mediaMissing", "undecodable", "group"};
// The strings of a row, in order. Hosts name them by these tables, so a new column is one entry here.
inline constexpr std::string_view thread_strings[] = {"thread", "name", "type", "text", "peer"};
inline constexpr std::string_view search_strings[] = {"thread", "name", "id", "type", "text", "hits", "peer"};
inline constexpr std::string_view media_strings[] = {"thread", "name", "id", "type", "media", "state"};
inline constexpr std::string_view message_strings[] = {"id",    "type",    "text",      "peer",   "name",  "replyTo",
                                                       "media", "content", "reactions", "errors", "origin"};

}  // namespace twinline
