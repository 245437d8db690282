// Erasure: what is known of a person up to a time is taken out, and what comes of it later is not kept.
//
// An erasure names a hash of (number, canonical name) and a time. It covers whatever carries such a name and is not later; a
// time that is unknown or unbelievable counts as not later. Links are not followed: whoever erases a person writes one
// erasure for each name the person is known by. Nothing stays of what was covered, no tombstone either: merging the bodies of
// two people and the erasure of one gives exactly the records of the other.
//
// Contacts, profile names and links are covered one by one. A merged message is one thing: if one of its names is covered it
// goes whole, by its own time (while it waits, the latest time among its parts), as soon as it and the erasure have met. In a
// group only the author decides; a message of somebody else loses the name and the reaction of the person erased.
//
// So the order of merging can be seen in these cases only: facts that name nobody; one message whose facts lie on both sides
// of `until`, or carry names of which only some are erased; messages after `until` united by a link from before it; and a
// revoke after `until` that waits for its message, since revokes are kept without a time.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/history/messages.h"

namespace twinline {

class Number;

// What `peer_hash` of an erased record holds: SHA-256 of "number:canonical name", lower-case hex.
std::string peer_hash(std::string_view number, std::string_view name);

// The erasures of one number.
class Erasures {
 public:
  explicit Erasures(std::string_view number) : number_(number) {}

  bool empty() const { return until_.empty(); }
  // For each hash the latest `until`. True if that is news.
  bool join(std::string_view hash, std::int64_t until);
  const std::map<std::string, std::int64_t, std::less<>>& by_hash() const { return until_; }

  // Whether a fact of that time that carries this name is erased. Costs next to nothing while there are no erasures.
  bool covers(std::string_view name, std::int64_t at) const {
    return !until_.empty() && !name.empty() && look_up(name, at);
  }
  bool covers(const Person& person, std::int64_t at) const {
    return covers(person.phone, at) || covers(person.user_id, at);
  }

  // That somebody stands in the address book or has a profile name. Costs nothing while there are no erasures.
  void note_contact(const std::string& key, std::string_view phone, std::string_view user_id);
  void note_profile(std::string_view name);

 private:
  friend void erase(Number& number, std::string_view hash);
  bool look_up(std::string_view name, std::int64_t at) const;
  const std::string& hash_of(std::string_view name) const;

  std::string number_;
  std::map<std::string, std::int64_t, std::less<>> until_;
  // Hashing is slow beside looking up; filled only where there are erasures.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  mutable std::unordered_map<std::string, std::string, Hash, std::equal_to<>> hashes_;  // by name as sent
  std::unordered_map<std::string, NameId> names_;                                       // canonical ones, by hash
  // Contacts and profiles by the hashes of their names, listed from the first erasure on: each looks at its own only.
  using Keys = std::unordered_map<std::string, std::set<std::string>>;
  Keys contacts_, profiles_;
  bool listed_ = false;
  std::size_t hashed_names_ = 1;  // of the number's people, how many are in names_
};

// Takes out of a number what this erasure covers, and marks it as changed.
void erase(Number& number, std::string_view hash);
// Takes out those of `rows` that are covered now. To be asked of all rows that a batch has changed.
void erase_covered(Number& number, const std::vector<RowId>& rows);

}  // namespace twinline
