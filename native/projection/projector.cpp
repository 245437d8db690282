#include "native/projection/projector.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace twinline {
namespace {

constexpr std::size_t step_deliveries = 512;
constexpr std::size_t step_bytes = 4U << 20;
// What a batch needs is asked of every name in the working set, so a small one is a fast one.
constexpr std::size_t working_set_limit = 200;

std::string handle_name(const Need& need) { return need.number + '\0' + need.handle; }

DeliveryIssue issue_of(const Delivery& delivery, std::string code, std::size_t byte, std::string what) {
  return {delivery.lane, delivery.seq, std::move(code), static_cast<std::int64_t>(byte), std::move(what)};
}

bool is_erasure(const History& history, const Batch& batch) {
  if (batch.kind != Batch::Kind::record) return false;
  const auto needs = history.needs(batch);
  return std::any_of(needs.begin(), needs.end(), [](const Need& need) { return need.handle == every_record; });
}

}  // namespace

Stored<ProjectionStep> Projector::step() {
  if (const auto known = load_cursor(); !known) return known.error();
  const auto lanes = journal_.lanes();
  if (!lanes) return lanes.error();

  gathered_ = {};
  notes_.clear();
  erasing_ = false;
  for (const std::int64_t lane : *lanes) {
    const auto deliveries = journal_.read(lane, cursor_[lane], step_deliveries, step_bytes);
    if (!deliveries) return deliveries.error();
    for (const Delivery& delivery : *deliveries) {
      const auto done = project(delivery);
      if (!done) {
        forget_working_set();
        cursor_known_ = false;
        return done.error();
      }
      if (!*done) break;
      gathered_.cursor[lane] = delivery.seq;
      ++gathered_.deliveries;
      if (working_size_ > working_set_limit || erasing_) break;
    }
    if (!deliveries->empty()) break;  // the other lanes have their turn when this one is through
  }
  if (gathered_.deliveries == 0) return ProjectionStep{};

  collect_changes();
  lives_.collect(gathered_);
  // First the journal: what was noted there is found again if the records are not saved.
  auto saved = notes_.empty() ? Stored<>(Done{}) : journal_.note(notes_);
  if (saved) saved = records_.save(gathered_);
  if (!saved) {
    forget_working_set();
    cursor_known_ = false;  // and the lives as they were
    return saved.error();
  }
  for (const auto& [lane, seq] : gathered_.cursor) cursor_[lane] = seq;
  if (working_size_ > working_set_limit) forget_working_set();

  ProjectionStep step;
  step.deliveries = gathered_.deliveries;
  step.records = static_cast<std::int64_t>(gathered_.changes.size());
  step.issues = std::move(gathered_.issues);
  step.lives = std::move(gathered_.lives);
  for (const Change& change : gathered_.changes) step.numbers.insert(change.number);
  return step;
}

Stored<> Projector::load_cursor() {
  if (cursor_known_) return Done{};
  auto status = records_.status();
  if (!status) return status.error();
  cursor_ = std::move(status->cursor);
  // Records of another journal (an older backup, say) know deliveries that this one never had: they start anew.
  for (const auto& [lane, seq] : cursor_) {
    const auto last = journal_.read(lane, seq - 1, 1, step_bytes);
    if (!last) return last.error();
    if (!last->empty()) continue;
    if (const auto cleared = records_.clear(); !cleared) return cleared.error();
    cursor_.clear();
    break;
  }
  const auto lives = records_.lives();
  if (!lives) return lives.error();
  lives_.load(*lives);
  cursor_known_ = true;
  return Done{};
}

Stored<bool> Projector::project(const Delivery& delivery) {
  const bool webhook = delivery.kind == Delivery::Kind::webhook;
  auto batch = webhook ? deliveries_(delivery.body, Source{delivery.received_ms, delivery.onboarding})
                       : deliveries_(delivery.body);
  if (!batch) {
    const Error& error = batch.error();
    gathered_.issues.push_back(issue_of(delivery, std::string(to_string(error.code)), error.byte, error.what));
    return true;
  }
  if ((*batch)->repaired > 0) {
    gathered_.issues.push_back(
        issue_of(delivery, "repaired_text", 0,
                 std::to_string((*batch)->repaired) + " strings held damaged text, shown as U+FFFD"));
  }
  if (is_erasure(history_, **batch)) {
    if (gathered_.deliveries > 0) return false;
    if (const auto erased = erase(**batch); !erased) return erased.error();
    return true;
  }
  std::vector<NumberFacts> facts = facts_of(**batch);
  if (webhook && delivery.onboarding == 0) {
    if (const std::int64_t onboarding = lives_.onboarding_of(facts, delivery.received_ms); onboarding != 0) {
      notes_.push_back({delivery.lane, delivery.seq, onboarding});
      batch = deliveries_(delivery.body, Source{delivery.received_ms, onboarding});
    }
  }
  lives_.look_at(**batch, std::move(facts));
  if (const auto loaded = load_what_it_needs(**batch); !loaded) return loaded.error();
  working_size_ += history_.apply(**batch).facts;
  return true;
}

// What is in the store is joined with the erasure in parts, so that memory does not grow with the history.
Stored<> Projector::erase(const Batch& erasure) {
  erasing_ = true;
  forget_working_set();
  const std::vector<Need> needs = history_.needs(erasure);
  const std::string& number = needs.front().number;
  const auto known = records_.load(needs);
  if (!known) return known.error();
  std::set<std::string> saved;
  ChangedLines part;
  do {
    auto next = records_.changed(number, part.next, step_deliveries);
    if (!next) return next.error();
    part = std::move(*next);
    History history;
    if (const auto joined = join(history, *known); !joined) return joined.error();
    if (const auto joined = join(history, part.lines); !joined) return joined.error();
    history.settle();
    history.apply(erasure);
    for (Change& change : history.take_changes()) {
      if (saved.insert(change.key).second) gathered_.changes.push_back(std::move(change));
    }
  } while (!part.complete);
  return Done{};
}

Stored<> Projector::load_what_it_needs(const Batch& batch) {
  for (;;) {
    std::vector<Need> missing;
    for (Need& need : history_.needs(batch)) {
      if (loaded_.insert(handle_name(need)).second) missing.push_back(std::move(need));
    }
    if (missing.empty()) return Done{};
    const auto lines = records_.load(missing);
    if (!lines) return lines.error();
    if (lines->empty()) continue;

    collect_changes();  // settle() would forget them
    if (const auto joined = join(history_, *lines); !joined) return joined.error();
    history_.settle();
    working_size_ += lines->size();
  }
}

Stored<> Projector::join(History& history, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const auto record = lines_(line);
    if (!record) return StoreError{"a stored record cannot be read, run `twinline rebuild`: " + record.error().what};
    history.apply(**record);
  }
  return Done{};
}

void Projector::collect_changes() {
  std::vector<Change> changes = history_.take_changes();
  gathered_.changes.insert(gathered_.changes.end(), std::make_move_iterator(changes.begin()),
                           std::make_move_iterator(changes.end()));
}

void Projector::forget_working_set() {
  history_ = History();
  loaded_.clear();
  working_size_ = 0;
}

}  // namespace twinline
