// What is read of a scenario: each member, where it stands, and the range of its number.
//
// A table, no behaviour. scenario.cpp keeps the value of a member under its index.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace twinline::scenario {

enum class Place : std::uint8_t { outside, root, pair, inbounds, inbound, messages, message, answers, answer, ignored };

enum class Kind : std::uint8_t { number, text, truth };

// The members that are read, and the range of their numbers. Their index is where their value is kept.
struct Member {
  Place in;
  std::string_view name;
  Kind kind;
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool required = false;
};

inline constexpr std::int64_t longest_ms = std::int64_t{1} << 53;
inline constexpr std::int64_t many = 1'000'000'000;
inline constexpr std::int64_t many_codes = 1'000'000'000'000;

enum Known : std::size_t {
  rate,
  headroom,
  guard_ms,
  floor_,
  seed,
  every_ms,
  burst,
  inbound_at,
  inbound_count,
  message_id,
  message_to,
  message_at,
  lane,
  tenant,
  not_before,
  expires,
  answer_id,
  attempt,
  code,
  latency_ms,
  lost,
  known_count
};

inline constexpr std::array<Member, known_count> known_members{{
    {Place::root, "rate", Kind::number, 0, many, true},
    {Place::root, "headroom", Kind::number, 0, many},
    {Place::root, "guard_ms", Kind::number, 0, many},
    {Place::root, "floor", Kind::number, 0, many},
    {Place::root, "seed", Kind::number, 0, longest_ms},
    {Place::pair, "every_ms", Kind::number, 0, many},
    {Place::pair, "burst", Kind::number, 0, many},
    {Place::inbound, "at", Kind::number, 0, longest_ms},
    {Place::inbound, "count", Kind::number, 0, many},
    {Place::message, "id", Kind::text, 0, 0, true},
    {Place::message, "to", Kind::text, 0, 0, true},
    {Place::message, "at", Kind::number, 0, longest_ms, true},
    {Place::message, "lane", Kind::text},
    {Place::message, "tenant", Kind::text},
    {Place::message, "not_before", Kind::number, 0, longest_ms},
    {Place::message, "expires", Kind::number, 0, longest_ms},
    {Place::answer, "id", Kind::text, 0, 0, true},
    {Place::answer, "attempt", Kind::number, 1, many},
    {Place::answer, "code", Kind::number, 0, many_codes},
    {Place::answer, "latency_ms", Kind::number, 0, longest_ms},
    {Place::answer, "lost", Kind::truth},
}};

struct Container {
  Place in;
  std::string_view name;
  bool array;
  Place opens;
};

inline constexpr std::array<Container, 4> containers{{
    {Place::root, "pair", false, Place::pair},
    {Place::root, "inbound", true, Place::inbounds},
    {Place::root, "messages", true, Place::messages},
    {Place::root, "answers", true, Place::answers},
}};

}  // namespace twinline::scenario
