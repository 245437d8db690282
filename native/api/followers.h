// Who wants to know when records of a number change: the streams that follow it.
//
// Thread-safe. A waker may be called once more after its subscription has ended; it must bear that.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace twinline {

class Followers {
 public:
  using Waker = std::function<void()>;
  // Ends when it is destroyed.
  using Subscription = std::shared_ptr<void>;

  Subscription add(std::string number, Waker waker);
  void changed(const std::set<std::string>& numbers);
  std::size_t count() const;

 private:
  mutable std::mutex mutex_;
  std::multimap<std::string, std::shared_ptr<Waker>> wakers_;
};

}  // namespace twinline
