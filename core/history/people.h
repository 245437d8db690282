// Names of people at one number, and the links between them.
//
// A name is a phone as sent (digits) or a user id. Links are facts: this user id and this phone were named together. Only an
// erasure takes them away. Two names are linked if a chain of links joins them; national variants of one phone count as
// linked. Threads are a function of the links and never stored in a message.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/history/index.h"
#include "core/history/registers.h"
#include "core/same_text.h"

namespace twinline {

using NameId = std::uint32_t;  // 0: no name

inline constexpr std::string_view group_prefix = "group:";
// Groups share the space of names; nobody may be called like one.
inline bool is_person(std::string_view name) { return !name.empty() && !begins_with(name, group_prefix); }

class People {
 public:
  People() : people_(1) {}

  // The id of a name, made at first sight. The empty name is 0.
  NameId intern(std::string_view name);
  NameId find(std::string_view name) const;  // 0 if never seen
  std::string_view text(NameId name) const { return people_[name].text; }
  std::size_t size() const { return people_.size(); }

  bool is_phone(NameId name) const { return people_[name].phone; }
  NameId canonical(NameId name) const { return people_[name].canonical; }

  // A fact: user id and phone named together at that time (0: unknown). `joined` is told of two groups of names that are
  // now one, before they become one. True if the link is new or its time is.
  using Joined = std::function<void(NameId root_a, NameId root_b)>;
  bool link(NameId user_id, NameId phone, std::int64_t at, const Joined& joined);

  // Takes links away, as if they had never been known. Returns every name of the groups they were in: some of these may have
  // another root now.
  using UserAndPhone = std::pair<NameId, NameId>;
  std::vector<NameId> unlink(const std::vector<UserAndPhone>& links);

  // All names that are linked have the same root.
  NameId root(NameId name) const;
  std::size_t group_size(NameId root) const { return people_[root].size; }
  bool linked(NameId a, NameId b) const { return a != 0 && b != 0 && root(a) == root(b); }
  // Calls with every name of the group `name` belongs to.
  void for_group(NameId name, const std::function<void(NameId)>& call) const;

  // The thread of somebody known by this name: a phone's canonical form; for a user id the canonical form of the phone
  // linked to it with the greatest (time, phone); else the user id itself.
  NameId thread_of(NameId name) const;
  // Calls with every name whose thread is this one: its spellings, and the user ids whose phone it is.
  void for_thread(NameId thread, const std::function<void(NameId)>& call) const;

  struct Link {
    NameId phone;
    std::int64_t at;
  };
  const std::vector<Link>& links_of(NameId user_id) const { return people_[user_id].links; }

 private:
  struct Person {
    std::string text;
    bool phone = false;
    NameId canonical = 0;
    NameId parent = 0;        // towards the root; joining by size keeps the way short
    NameId next = 0;          // circular list of the group
    std::uint32_t size = 1;   // of the group, at its root
    std::vector<Link> links;  // of a user id
    std::size_t best = 0;     // of the links: the one that decides the thread
    // Of a canonical phone: its other spellings, and the user ids linked to any of them (once for each link).
    std::vector<NameId> known_as;
  };
  bool better(const Link& a, const Link& b) const;
  void prefer(Person& user, std::size_t link) const;
  static std::uint64_t link_key(NameId user_id, NameId phone) { return std::uint64_t{user_id} << 32U | phone; }
  void join(NameId a, NameId b, const Joined& joined);

  std::vector<Person> people_;
  std::unordered_map<std::uint64_t, std::size_t> link_at_;  // place in links: a user id may have very many phones
  Index by_text_;
  mutable NameId latest_ = 0;  // found last: neighbours in a body are mostly about the same person
};

}  // namespace twinline
