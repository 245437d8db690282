#include "native/meta_simulator/outbox.h"

#include <utility>

namespace twinline::simulator {

std::optional<std::pair<Outbox::Id, Outgoing>> Outbox::take(std::int64_t now_ms) {
  if (waiting_.empty() || waiting_.begin()->first.first > now_ms) return {};
  auto node = waiting_.extract(waiting_.begin());
  const Id id = node.key().second;
  return std::pair(id, taken_.emplace(id, std::move(node.mapped())).first->second);
}

std::optional<std::int64_t> Outbox::next_due_ms() const {
  if (waiting_.empty()) return {};
  return waiting_.begin()->first.first;
}

void Outbox::forget(std::string_view number) {
  std::erase_if(waiting_, [number](const auto& entry) { return entry.second.number == number; });
}

bool Outbox::has_act(std::string_view number, std::string_view name) const {
  for (const auto& [key, each] : waiting_) {
    if (each.kind == Outgoing::Kind::act && each.number == number && each.text == name) return true;
  }
  return false;
}

std::vector<Outgoing> Outbox::all() const {
  std::vector<Outgoing> list;
  for (const auto& [id, each] : taken_) list.push_back(each);
  for (const auto& [key, each] : waiting_) list.push_back(each);
  return list;
}

std::size_t Outbox::open(std::string_view number) const {
  std::size_t count = 0;
  const auto counts = [&](const Outgoing& each) { return each.number == number && each.kind != Outgoing::Kind::act; };
  for (const auto& [id, each] : taken_) count += counts(each) ? 1 : 0;
  for (const auto& [key, each] : waiting_) count += counts(each) ? 1 : 0;
  return count;
}

}  // namespace twinline::simulator
