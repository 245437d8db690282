#include "native/api/followers.h"

#include <vector>

namespace twinline {

Followers::Subscription Followers::add(std::string number, Waker waker) {
  const std::lock_guard lock(mutex_);
  const auto place = wakers_.emplace(std::move(number), std::make_shared<Waker>(std::move(waker)));
  return Subscription(nullptr, [this, place](void*) {
    const std::lock_guard unlocking(mutex_);
    wakers_.erase(place);
  });
}

void Followers::changed(const std::set<std::string>& numbers) {
  std::vector<std::shared_ptr<Waker>> woken;
  {
    const std::lock_guard lock(mutex_);
    for (const std::string& number : numbers) {
      const auto [first, last] = wakers_.equal_range(number);
      for (auto at = first; at != last; ++at) woken.push_back(at->second);
    }
  }
  for (const auto& waker : woken) (*waker)();
}

std::size_t Followers::count() const {
  const std::lock_guard lock(mutex_);
  return wakers_.size();
}

}  // namespace twinline
