// One way of bringing a history from bytes into an ordered store, or only a part of that way.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::bench {

using Bodies = std::span<const std::string_view>;

class Contender {
 public:
  virtual ~Contender() = default;
  // What is timed. Starts from nothing: a Contender runs once.
  virtual void run(Bodies bodies) = 0;
  // What came out, in the form of data/answer.mjs: {"messages":…,"digest":"…"}. Empty: it only reads.
  virtual std::string answer() { return {}; }
  // The ids of the newest 50 messages with these words, newest first.
  virtual std::vector<std::string> search(std::string_view) { return {}; }
};

std::unique_ptr<Contender> make_twinline();         // decode, merge, order
std::unique_ptr<Contender> make_twinline_decode();  // decode only
std::unique_ptr<Contender> make_sqlite();           // json_each and an upsert
std::unique_ptr<Contender> make_boost();            // parse only
std::unique_ptr<Contender> make_simdjson();         // parse only: the limit

}  // namespace twinline::bench
