#include "core/history/history.h"

#include <algorithm>
#include <utility>

#include "core/history/issues.h"
#include "core/history/join.h"
#include "core/history/media_due.h"
#include "core/history/needs.h"
#include "core/history/records.h"
#include "core/history/search.h"
#include "core/history/views.h"

namespace twinline {

struct History::State {
  Arena arena;
  Numbers numbers;
  Asked asked;
  std::map<std::string, MessageSearch, std::less<>> searches;  // what they remember, by number

  Number& number(std::string_view id) {
    const auto found = numbers.find(id);
    if (found != numbers.end()) return *found->second;
    Number& made = *numbers.emplace(std::string(id), std::make_unique<Number>(std::string(id), arena)).first->second;
    if (!id.empty()) made.mark_changed(number_key);
    return made;
  }
  const Number* find(std::string_view id) const {
    const auto found = numbers.find(id);
    return found == numbers.end() ? nullptr : found->second.get();
  }
  // Numbers that the batch at hand names, with how much had changed in them before: what a batch costs must not depend on
  // how many numbers there are.
  struct Joined {
    Number* number;
    std::size_t changes_before;
  };
  std::vector<Joined> joined;
  std::uint64_t batches = 0;

  Number& joined_number(std::string_view id) {
    Number& each = number(id);
    if (each.joined_in == batches) return each;
    joined.push_back({&each, each.joined_in == 0 ? 0 : changes_of(each)});  // one made just now is a change itself
    each.joined_in = batches;
    return each;
  }
  std::uint32_t join(const Batch& batch) {
    joined.clear();
    ++batches;
    const auto number_of = [this](std::string_view id) -> Number& { return joined_number(id); };
    if (batch.kind != Batch::Kind::record) return join_body(batch, number_of);
    return join_record(batch, number_of);
  }
  void erase_covered() {
    for (const Joined& each : joined) twinline::erase_covered(*each.number, std::exchange(each.number->touched, {}));
  }
  static std::size_t changes_of(const Number& number) {
    return number.changed.sorted.size() + number.messages.changes();
  }
  // How many more things are to be stored than before the batch.
  std::uint32_t changes() const {
    std::size_t changes = 0;
    for (const Joined& each : joined) changes += changes_of(*each.number) - each.changes_before;
    return static_cast<std::uint32_t>(changes);
  }
};

History::History() : state_(std::make_unique<State>()) {}
History::~History() = default;
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;

Applied History::apply(const Batch& batch) {
  Applied applied;
  applied.facts = state_->join(batch);
  state_->erase_covered();
  applied.changed = state_->changes();
  return applied;
}

std::vector<Need> History::needs(const Batch& batch) const { return needs_of(batch, state_->numbers, state_->asked); }

std::vector<Change> History::take_changes() {
  std::vector<Change> changes;
  for (const auto& [id, number] : state_->numbers) {
    for (const std::string& key : number->changed.sorted) changes.push_back(change_of(*number, key));
    for (const RowId row : number->messages.take_changed()) changes.push_back(change_of(*number, row));
    number->changed.sorted.clear();
  }
  return changes;
}

void History::settle() {
  for (const auto& [id, number] : state_->numbers) {
    number->changed.sorted.clear();
    number->messages.forget_changed();
  }
}

void History::write_records(const Sink& sink) const {
  std::vector<const Number*> numbers;
  for (const auto& [id, number] : state_->numbers) numbers.push_back(number.get());
  write_all(numbers, sink);
}

std::string History::message_record(std::string_view number, std::string_view id) const {
  std::string line;
  const Number* const found = state_->find(number);
  const RowId row = found == nullptr ? Index::none : found->messages.find(id);
  if (row != Index::none) write_message(*found, row, line);
  return line;
}

std::vector<std::string> History::numbers() const {
  std::vector<std::string> ids;
  for (const auto& [id, number] : state_->numbers) ids.push_back(id);
  return ids;
}

Page History::threads(const ThreadQuery& query) const {
  const Number* const number = state_->find(query.number);
  return number == nullptr ? Page{} : thread_page(*number, query);
}

Page History::messages(const MessageQuery& query) const {
  const Number* const number = state_->find(query.number);
  return number == nullptr ? Page{} : message_page(*number, query);
}

Around History::around(const AroundQuery& query) const {
  const Number* const number = state_->find(query.number);
  return number == nullptr ? Around{} : around_page(*number, query);
}

Page History::search(const SearchQuery& query) const {
  const Number* const number = state_->find(query.number);
  return number == nullptr ? Page{} : search_page(*number, state_->searches[number->id], query);
}

std::string History::number_summary(std::string_view number) const {
  const Number* const found = state_->find(number);
  return found == nullptr ? std::string() : summary_of(*found);
}

MediaDue History::media_due(const MediaQuery& query) const {
  const Number* const number = state_->find(query.number);
  return number == nullptr ? MediaDue{} : media_due_of(*number, query);
}

std::string History::issues(std::string_view number, std::int64_t now_s) const {
  const Number* const found = state_->find(number);
  return found == nullptr ? "[]" : issues_of(*found, now_s);
}

std::vector<std::string> History::ids_of(std::string_view number, std::string_view id) const {
  const Number* const found = state_->find(number);
  const RowId row = found == nullptr ? Index::none : found->messages.find(id);
  if (row == Index::none) return {};
  const Row& message = found->messages.row(row);
  std::vector<std::string> ids{std::string(found->messages.id_of(message))};
  if (const Extra* const extra = found->messages.extra_of(message))
    ids.insert(ids.end(), extra->aliases.sorted.begin(), extra->aliases.sorted.end());
  return ids;
}

std::uint64_t History::version() const {
  std::uint64_t version = 0;
  for (const auto& [id, number] : state_->numbers) version += number->revisions + number->messages.revisions();
  return version;
}

}  // namespace twinline
