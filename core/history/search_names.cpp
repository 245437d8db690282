// People by what they are called: address book, profile names, user names, phones and user ids.
#include <algorithm>

#include "core/decode/phone.h"
#include "core/history/fold.h"
#include "core/history/search.h"

namespace twinline {

namespace {

class NameSearch {
 public:
  NameSearch(const Number& number, std::string_view typed) : number_(number), search_(parse_search(typed)) {}

  std::vector<std::string_view> threads() {
    if (search_.empty()) return {};
    for (const auto& [key, contact] : number_.contacts) {
      const Contact& known = *contact.value;
      if (!known.removed && (has(known.name) || has(known.username))) add(people().find(key));
    }
    for (const auto& [name, names] : number_.profiles) {
      const bool called =
          std::any_of(names.begin(), names.end(), [this](const auto& entry) { return has(entry.first); });
      if (called) add(people().find(name));
    }
    for (NameId name = 1; name < people().size(); ++name) {
      const std::string_view text = people().text(name);
      const bool named = people().is_phone(name)
                             ? !search_.digits.empty() && text.find(search_.digits) != std::string_view::npos
                             : !text.starts_with(group_prefix) && has(text);
      if (named) add(name);
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::vector<std::string_view> threads;
    for (const NameId thread : found_) threads.push_back(people().text(thread));
    return threads;
  }

 private:
  const People& people() const { return number_.messages.people(); }
  void add(NameId name) {
    if (name != 0) found_.push_back(people().thread_of(name));
  }
  bool has(std::string_view text) {
    if (text.empty()) return false;
    folded_.clear();
    append_folded(text, folded_);
    return search_.all_in(folded_);
  }

  const Number& number_;
  const SearchWords search_;
  std::vector<NameId> found_;
  std::string folded_;
};

}  // namespace

std::vector<std::string_view> threads_named(const Number& number, std::string_view typed) {
  return NameSearch(number, typed).threads();
}

}  // namespace twinline
