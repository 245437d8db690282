#include "core/decode/filling.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/same_text.h"

namespace twinline {

void Filling::restart(std::string_view source) {
  source_ = source;
  batch.clear();
  batch.body = source;
  pieces_.clear();
  items_in_order_ = true;
  repeated_ = false;
  lowered_ = {};
}

void Filling::add_item(const Item& item) {
  // A notice may go on behind the facts that stand in its scope.
  items_in_order_ = items_in_order_ && (batch.items.empty() || batch.items.back().fact <= item.fact);
  batch.items.push_back(item);
  batch.facts[item.fact].set(Mark::items);
}

std::uint32_t Filling::more_slots(Place place) {
  const auto begin = static_cast<std::uint32_t>(batch.slots.size());
  // In one copy: making them one by one costs more than all that fills them.
  static constexpr std::array<Text, most_slots> absent{};
  batch.slots.insert(batch.slots.end(), absent.begin(), absent.begin() + kind_of(place).slots);
  return begin;
}

void Filling::capture(std::uint32_t slot, Text value) {
  repeated_ = repeated_ || batch.slots[slot];
  pieces_.push_back({slot, value});
  batch.slots[slot] = value;
}

void Filling::finish() {
  if (!items_in_order_) {
    std::stable_sort(batch.items.begin(), batch.items.end(),
                     [](const Item& a, const Item& b) { return a.fact < b.fact; });
  }
  if (!repeated_) return;
  std::stable_sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) { return a.slot < b.slot; });
  const auto is_array = [this](const Piece& piece) { return batch[piece.value].starts_with('['); };
  for (std::size_t first = 0, end = 0; first < pieces_.size(); first = end) {
    while (end < pieces_.size() && pieces_[end].slot == pieces_[first].slot) ++end;
    // The last value counts; arrays unite back to the last value that is none.
    std::size_t arrays = end;
    while (arrays > first && is_array(pieces_[arrays - 1])) --arrays;
    if (end - arrays > 1) unite(arrays, end);
  }
}

void Filling::unite(std::size_t first, std::size_t end) {
  std::string united;
  for (std::size_t i = first; i < end; ++i) {
    const auto array = batch[pieces_[i].value];
    if (array.size() == 2) continue;
    united += united.empty() ? '[' : ',';
    united.append(array, 1, array.size() - 2);
  }
  if (united.empty()) united = "[";
  united += ']';
  batch.slots[pieces_[first].slot] = keep_new(united);
}

Text Filling::keep_new(std::string_view text) {
  // What a reader has written at the end of the arena is kept there.
  const auto begin = reinterpret_cast<std::uintptr_t>(batch.arena.data());
  const auto first = reinterpret_cast<std::uintptr_t>(text.data());
  const bool written = first >= begin && first + text.size() == begin + batch.arena.size();
  if (!written) batch.arena.append(text);
  const auto size = static_cast<std::uint32_t>(text.size());
  return {(static_cast<std::uint32_t>(batch.arena.size()) - size + 1) | Text::in_arena, size};
}

Text Filling::keep_phone(std::string_view text) {
  return is_formatted_phone(text) ? keep_new(phone_digits(text)) : keep(text);
}

Text Filling::keep_lower(std::string_view text) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  // Of messages that stand side by side most have the same status.
  if (lowered_ && same_text(text, lowered_from_)) return lowered_;
  std::array<char, 64> lowered;
  if (text.size() > lowered.size()) {  // no word that anybody knows
    std::string longer(text);
    for (char& c : longer) c = lower(c);
    return keep_new(longer);
  }
  bool differs = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    lowered[i] = lower(text[i]);
    differs |= lowered[i] != text[i];
  }
  if (!differs) return keep(text);
  const Text kept = keep_new({lowered.data(), text.size()});
  if (in_source(text)) {
    lowered_from_ = text;
    lowered_ = kept;
  }
  return kept;
}

Filling::Snapshot Filling::snapshot() const {
  return {batch.scopes.size(), batch.facts.size(), batch.slots.size(), batch.items.size(),
          pieces_.size(),      batch.arena.size(), items_in_order_,    repeated_};
}

void Filling::take_back(const Snapshot& before) {
  batch.scopes.resize(before.scopes);
  batch.facts.resize(before.facts);
  batch.slots.resize(before.slots);
  batch.items.resize(before.items);
  pieces_.resize(before.pieces);
  batch.arena.shrink_to(before.arena);
  items_in_order_ = before.items_in_order;
  repeated_ = before.repeated;
  lowered_ = {};
}

}  // namespace twinline
