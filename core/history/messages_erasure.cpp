// What an erasure takes out of the rows.
#include <algorithm>

#include "core/history/messages.h"

namespace twinline {

// The indexes still lead here; nothing they look for is found, so they go on.
void Messages::erase(RowId at) {
  at = now(at);
  if (is_erased(rows_[at])) return;
  if (rows_[at].home != 0) homes_[rows_[at].home].sorted = false;
  if (rows_[at].extra != 0) *extras_[rows_[at].extra - 1] = {};
  rows_[at] = {};
  ++erased_;
  ++revisions_;
}

void Messages::forget_name(RowId at, NameId name, const std::function<bool(const Reacted&)>& is_over) {
  at = now(at);
  bool reacts = false, changed = false;
  if (rows_[at].extra != 0) {
    auto& reactions = extra(at).reactions.sorted;
    const auto reaction = reactions.find(Reactor{false, std::string(people_.text(name))});
    if (reaction != reactions.end()) {
      changed = is_over(*reaction->second.value);
      reacts = !changed;
      if (changed) reactions.erase(reaction);
    }
  }
  if (!reacts && rows_[at].name == name) {
    rows_[at].name = 0;
    changed = true;
    if (rows_[at].extra != 0 && !extra(at).names.sorted.empty()) {
      const auto next = extra(at).names.sorted.begin();
      rows_[at].name = *next;
      extra(at).names.sorted.erase(next);
    }
  } else if (!reacts && rows_[at].extra != 0) {
    changed = extra(at).names.sorted.erase(name) > 0 || changed;
  }
  if (!changed) return;
  find_phone(at);
  mark_changed(at);
}

void Messages::forget_links(const std::vector<People::UserAndPhone>& links) {
  // Business-sent messages are registered under the roots of their names.
  find_aliases_of(people_.unlink(links));
}

void Messages::for_names(const Row& row, const std::function<void(NameId)>& call) const {
  if (row.peer != 0) call(row.peer);
  if (row.name != 0) call(row.name);
  const Extra* const extra = extra_of(row);
  if (extra == nullptr) return;
  for (const NameId name : extra->names.sorted) call(name);
}

}  // namespace twinline
