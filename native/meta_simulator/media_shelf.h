// The media that businesses uploaded: taken as Meta takes them, looked up and downloaded for a while, gone after that.
//
// Kept in memory only and up to a size; the oldest make room. A restart forgets them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>

#include "native/meta_simulator/graph_call.h"
#include "native/meta_simulator/graph_fault.h"

namespace twinline::simulator {

struct Medium {
  std::string id, number, mime_type, sha256;
  std::string bytes;
  std::int64_t at_ms = 0;
};

class MediaShelf {
 public:
  // The id of the medium that the call uploads.
  std::variant<std::string, GraphFault> upload(const ReadCall& call, std::string_view number, std::string id,
                                               std::int64_t now_ms);
  // Nobody's after 30 days.
  const Medium* find(std::string_view id, std::int64_t now_ms) const;
  void remove(std::string_view id);

 private:
  std::deque<Medium> media_;
  std::size_t held_bytes_ = 0;
};

// How long the address of a download holds.
constexpr std::int64_t media_url_life_s = 300;

}  // namespace twinline::simulator
