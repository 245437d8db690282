// A row of things that grows without moving what is there: memory is touched once, no time is lost in copies.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace twinline {

template <class T>
class PagedVector {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t at) { return pages_[at / page_size][at % page_size]; }
  const T& operator[](std::size_t at) const { return pages_[at / page_size][at % page_size]; }

  void push_back(T&& value) {
    if (size_ == pages_.size() * page_size) {
      pages_.emplace_back();
      if (size_ > 0) pages_.back().reserve(page_size);  // the first page grows as it needs
    }
    pages_.back().push_back(std::move(value));
    ++size_;
  }

 private:
  static constexpr std::size_t page_size = std::size_t{1} << 14U;

  std::vector<std::vector<T>> pages_;
  std::size_t size_ = 0;
};

}  // namespace twinline
