#include "core/decode/capture.h"

#include <algorithm>

#include "core/json/writer.h"

namespace twinline {

void Capture::separate() {
  if (levels_.empty() || levels_.back().object) return;
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
}

void Capture::open(bool object) {
  separate();
  levels_.push_back({object, true, out_.size(), {}});
  out_ += object ? '{' : '[';
}

void Capture::key(std::string_view name) {
  Level& level = levels_.back();
  if (!level.members.empty()) {
    level.members.back().end = out_.size();
    out_ += ',';
  }
  const std::size_t begin = out_.size();
  out_ += '"';
  append_escaped(name, out_);
  out_ += "\":";
  level.members.push_back({begin, out_.size(), 0});
}

void Capture::leaf(std::string_view text, Leaf kind) {
  separate();
  if (kind != Leaf::string) {
    out_ += text;
    return;
  }
  out_ += '"';
  append_escaped(text, out_);
  out_ += '"';
}

void Capture::sort_members(Level& level) {
  auto& members = level.members;
  if (members.size() < 2) return;
  const auto name_of = [this](const Member& member) {
    return std::string_view(out_).substr(member.begin, member.value - member.begin);
  };
  const auto before = [&name_of](const Member& a, const Member& b) { return name_of(a) < name_of(b); };
  // Sorted and without repetition is the common case and costs no copy.
  if (std::adjacent_find(members.begin(), members.end(),
                         [&before](const Member& a, const Member& b) { return !before(a, b); }) == members.end())
    return;
  std::stable_sort(members.begin(), members.end(), before);
  std::string sorted;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && name_of(members[i]) == name_of(members[i + 1])) continue;
    if (!sorted.empty()) sorted += ',';
    sorted.append(out_, members[i].begin, members[i].end - members[i].begin);
  }
  out_.resize(level.begin + 1);
  out_ += sorted;
}

bool Capture::close() {
  Level& level = levels_.back();
  if (level.object && !level.members.empty()) {
    level.members.back().end = out_.size();
    sort_members(level);
  }
  out_ += level.object ? '}' : ']';
  levels_.pop_back();
  return levels_.empty();
}

}  // namespace twinline
