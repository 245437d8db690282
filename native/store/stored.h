// What an operation on a store gives: a value, or why the store could not do it.
//
// A failure here is never the fault of an input: the disk is full, a file is damaged, a lock is held. Nothing of a failed
// operation has been stored.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace twinline {

struct StoreError {
  std::string what;  // for people, with the file it is about
};

struct Done {};

template <class T = Done>
class [[nodiscard]] Stored {
 public:
  Stored(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Stored(StoreError error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() & { return std::get<0>(held_); }
  const T& operator*() const& { return std::get<0>(held_); }
  T operator*() && { return std::get<0>(std::move(held_)); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  const StoreError& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, StoreError> held_;
};

}  // namespace twinline
