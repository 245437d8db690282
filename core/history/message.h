// The registers of one message: what is merged, and in which order values win.
//
// A message is stored as a small Row; what most messages do not have lies in its Extra.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "core/decode/meaning.h"
#include "core/history/page.h"
#include "core/history/people.h"
#include "core/history/registers.h"

namespace twinline {

// Where and when: one register, taken whole. The best origin wins (live = echo = api, then history, then history media),
// then the earliest believable time, then the smallest bytes.
struct Placed {
  Origin by = Origin::live;
  bool out = false;
  std::int64_t at = 0;
  std::string_view peer, group;

  // Whether it says with whom; a message of which nobody knows that waits.
  bool is_known() const { return peer.empty() ? !group.empty() : is_person(peer); }
  bool better_than(const Placed& other) const;
};

// What it says: one register, taken whole. Content beats a media placeholder beats what could not be decoded; then the
// greater type name, the longer printed form, the greater bytes.
struct Content {
  std::string_view type, text;
  std::string_view media, content;  // canonical JSON
  std::string_view reply_to;
  std::string_view errors;  // canonical JSON

  // Nothing beyond type and text, as most messages.
  bool is_plain() const { return media.empty() && content.empty() && reply_to.empty() && errors.empty(); }
  bool empty() const { return type.empty() && text.empty() && is_plain(); }
  int rank() const;
  void print(std::string& json) const;
  bool better_than(const Content& other) const;
  bool operator==(const Content& other) const;
  // As one run of bytes and back.
  std::size_t packed_size() const;
  void pack(char* to, std::size_t packed_size) const;
  static Content unpack(std::string_view packed);
  // The text alone.
  static std::string_view unpack_text(std::string_view packed) {
    if (packed.empty()) return {};
    take_part(packed);
    return packed.empty() ? packed : take_part(packed);
  }

 private:
  static std::string_view take_part(std::string_view& packed) {
    const char* at = packed.data();
    auto byte = static_cast<unsigned char>(*at++);
    std::size_t size = byte & 0x7FU;
    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
      byte = static_cast<unsigned char>(*at++);
      size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    }
    const std::string_view part(at, size);
    packed.remove_prefix(static_cast<std::size_t>(at - packed.data()) + size);
    return part;
  }
};

struct Edit {
  std::int64_t at = 0;
  std::string text, media;
  bool operator<(const Edit& other) const {
    if (at != other.at) return is_earlier(at, other.at);
    return std::tie(text, media) < std::tie(other.text, other.media);
  }
};

// The empty emoji takes a reaction back, and stays known.
struct Reacted {
  std::int64_t at = 0;
  std::string id, emoji;
  bool operator<(const Reacted& other) const {
    if (at != other.at) return is_earlier(at, other.at);
    return std::tie(id, emoji) < std::tie(other.id, other.emoji);
  }
};

struct Failure {
  std::int64_t at = 0;
  std::string errors;
  bool operator<(const Failure& other) const {
    return at != other.at ? is_earlier(at, other.at) : errors < other.errors;
  }
};

// Who reacted: the customer (in groups by name) before the business.
struct Reactor {
  bool business = false;
  std::string peer;
  bool operator<(const Reactor& other) const { return std::tie(business, peer) < std::tie(other.business, other.peer); }
};

// "pending" … "played"; none for what is no step of this ladder.
Status parse_status(std::string_view text);
std::string_view to_string(Status status);

struct Extra {
  Set<std::string> aliases;  // ids other than the one shown
  Set<std::string> stanzas;  // of all ids, where there are aliases
  Set<NameId> names;         // beyond the first
  NameId phone = 0;          // of these names: the smallest canonical phone
  Earliest times[6];         // by Status
  Max<Failure> failed;
  Map<std::string, Max<Edit>> edits;  // by the edit's own id
  Map<Reactor, Max<Reacted>> reactions;
  Max<std::string> pricing, opaque;
};

constexpr std::uint8_t origin_bit(Origin origin) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(origin));
}

struct Row {
  std::int64_t at = 0;
  std::uint32_t id = 0;       // arena: the id it is shown under. A united row: the row it went into
  std::uint32_t content = 0;  // arena: packed Content
  NameId peer = 0;            // of Placed
  NameId name = 0;            // the first of all names seen with it
  NameId group = 0;           // of Placed, as a name "group:…"
  NameId home = 0;            // the name that decides its thread; 0: waits for its place
  std::uint32_t extra = 0;    // 1 + index; 0: none
  std::uint8_t origins = 0;   // bit per Origin
  std::uint8_t by = 0;        // Origin of Placed
  Status status = Status::none;
  std::uint8_t marks = 0;

  enum Mark : std::uint8_t {
    placed = 1,
    out = 2,
    seen_live = 4,
    revoked = 8,
    united = 16,
    changed = 32,
    business_sent = 64
  };
  bool has(Origin origin) const { return (origins & origin_bit(origin)) != 0; }
  bool is(Mark mark) const { return (marks & mark) != 0; }
  void set(Mark mark) { marks = static_cast<std::uint8_t>(marks | mark); }
  void clear(Mark mark) { marks = static_cast<std::uint8_t>(marks & ~mark); }
};

}  // namespace twinline
