#include "core/decode/rival_media.h"

#include <algorithm>
#include <string>

#include "core/json/scan.h"

namespace twinline {

void RivalMedia::settle_all() {
  std::stable_sort(media_.begin(), media_.end(), [](const Medium& a, const Medium& b) { return a.fact < b.fact; });
  std::vector<Media> rivals;
  for (auto first = media_.begin(); first != media_.end();) {
    const auto end = std::find_if(first, media_.end(), [&](const Medium& each) { return each.fact != first->fact; });
    if (std::any_of(first, end, [&](const Medium& each) { return each.member != first->member; }))
      rivals.emplace_back(first, end);
    first = end;
  }
  if (rivals.empty()) return;
  // What they kept of themselves so far.
  const auto is_of_rivals = [&rivals](const Item& item) {
    const auto found = std::lower_bound(rivals.begin(), rivals.end(), item.fact,
                                        [](const Media& media, std::uint32_t fact) { return media[0].fact < fact; });
    if (item.slot != Slot::inner || found == rivals.end() || (*found)[0].fact != item.fact) return false;
    return std::any_of(found->begin(), found->end(), [&](const Medium& each) { return each.member == item.inside; });
  };
  std::erase_if(filling_.batch.items, is_of_rivals);
  for (const Media& media : rivals) settle(media);
}

std::string_view RivalMedia::winner(const Media& rivals) const {
  const auto type = filling_.batch.text(filling_.batch.facts[rivals[0].fact], Slot::type);
  std::string_view first;
  for (const MemberRule& rule : shape) {
    if (rule.to != Place::message_media) continue;
    if (std::none_of(rivals.begin(), rivals.end(), [&](const Medium& each) { return each.member == rule.member; }))
      continue;
    if (rule.member == type) return rule.member;
    if (first.empty()) first = rule.member;
  }
  return first;
}

void RivalMedia::settle(const Media& rivals) {
  const std::uint32_t fact = rivals[0].fact;
  const std::string_view best = winner(rivals);
  Batch& batch = filling_.batch;
  if (const std::uint32_t slots = batch.facts[fact].slots; slots != 0) {
    for (const MemberRule& rule : shape) {
      if (rule.in == Place::message_media) batch.slots[slots + index_of(rule.slot)] = {};
    }
  }
  std::vector<std::string_view> done;
  for (const Medium& each : rivals) {
    if (std::find(done.begin(), done.end(), each.member) != done.end()) continue;
    done.push_back(each.member);
    std::string whole;
    std::size_t objects = 0;
    for (const Medium& other : rivals) {
      if (other.member != each.member) continue;
      const std::string json = json_at(other.at);
      if (each.member == best) fill(fact, each.member, json);
      whole.append(objects++ == 0 ? "" : ",").append(json);
    }
    if (objects > 1) whole = '[' + whole + ']';
    if (each.member != best)
      filling_.add_item({fact, Slot::other, {}, filling_.keep_new(each.member), filling_.keep_new(whole)});
  }
}

void RivalMedia::fill(std::uint32_t fact, std::string_view member, std::string_view json) {
  for_members(json, [&](std::string_view name, std::string_view value) {
    if (value == "null") return;
    const MemberRule* const rule = find_rule(Place::message_media, name);
    if (rule == nullptr) {
      const Text kept = filling_.keep_new(name);
      filling_.add_item({fact, Slot::inner, member, kept, filling_.keep_new(value)});
    } else if (value.front() != '{' && value.front() != '[') {
      Fact& holder = filling_.batch.facts[fact];
      if (holder.slots == 0) filling_.make_slots(holder);
      filling_.batch.slots[holder.slots + static_cast<std::uint32_t>(index_of(rule->slot))] =
          filling_.keep_new(scalar_text(value));
    }
  });
}

std::string RivalMedia::json_at(const char* at) {
  Capture capture;
  Capturing sink{capture};
  Push<Capturing> push(sink);
  // It was read before: it is an object and ends.
  return push.value_at(at, end_, 0) == nullptr ? "{}" : std::string(capture.text());
}

}  // namespace twinline
