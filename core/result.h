// Errors as values.
//
// A call that can fail because of its input returns Result<T>. It holds either a T or an Error, never both; reading the
// one that is not there is a programming error (checked by assert). Nothing in core/ throws to its caller.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace twinline {

enum class ErrorCode : std::uint8_t {
  empty_input,    // no byte at all
  bad_json,       // not JSON; Error::byte says where
  too_deep,       // more than 64 levels of nesting
  trailing_text,  // something stands behind the JSON value
  too_large,      // more than 256 MiB in one piece
  bad_envelope,   // a stored delivery whose body_b64 is not base64, and the like
  bad_value,      // a member has a value that makes no sense here (configuration, policies, scenarios)
  newer_format,  // records of a format that this twinline cannot read, so what stands behind them cannot be read either
};

std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::bad_json;
  std::size_t byte = 0;  // offset into the input, where the input is text
  std::string place;     // JSON pointer or member name, where one is known
  std::string what;      // what is wrong and what to do, in words, without the place
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return *value(); }
  const T& operator*() const { return *value(); }
  T* operator->() { return value(); }
  const T* operator->() const { return value(); }
  const Error& error() const {
    const Error* error = std::get_if<1>(&held_);
    assert(error != nullptr);
    return *error;
  }

 private:
  T* value() {
    assert(held_.index() == 0);
    return std::get_if<0>(&held_);
  }
  const T* value() const {
    assert(held_.index() == 0);
    return std::get_if<0>(&held_);
  }

  std::variant<T, Error> held_;
};

}  // namespace twinline
