// Media objects of different types in one message: an `image` beside a `video`. They fill the same slots, so one has to win.
//
// The one that the message declares as its type wins; where it declares none of them, the first in the order of the table of
// shape.h. The others are kept whole as members without a row. What counts is known when the body has ended, so it is settled
// then: slots are filled again from the bytes of the winner. Costs one note for each medium that no stencil read.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/decode/capture.h"
#include "core/decode/filling.h"

namespace twinline {

class RivalMedia {
 public:
  explicit RivalMedia(Filling& filling) : filling_(filling) {}

  void restart(std::string_view source) {
    end_ = source.data() + source.size();
    media_.clear();
    any_ = false;
  }
  // An object that begins at `at` under `member`; before the fact is marked as having a medium.
  void add(std::uint32_t fact, std::string_view member, const char* at) {
    any_ = any_ || filling_.batch.facts[fact].has(Mark::media);
    media_.push_back({fact, member, at});
  }
  void settle() {
    if (any_) settle_all();
  }

 private:
  struct Medium {
    std::uint32_t fact;
    std::string_view member;
    const char* at;
  };
  using Media = std::vector<Medium>;

  void settle_all();
  void settle(const Media& rivals);
  std::string_view winner(const Media& rivals) const;
  void fill(std::uint32_t fact, std::string_view member, std::string_view json);
  std::string json_at(const char* at);

  Filling& filling_;
  const char* end_ = nullptr;
  Media media_;
  bool any_ = false;  // a message has several
};

}  // namespace twinline
