// The fetch binding: carries out a Follower's requests with the host's `fetch`, streaming, without Asyncify.
//
// C++ holds at most one pending promise or timer at a time. What is pending owns a ticket; a follow that is stopped or
// destroyed takes its name off the ticket, so that a late promise finds nobody and only throws the ticket away.
//
// `stepped` is called after every step, also from within start(); it must not stop or destroy the follow.
#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <string>

#include "core/follow/follower.h"

namespace twinline {

class FetchFollow {
 public:
  FetchFollow(History& history, FollowTarget target, emscripten::val stepped);
  ~FetchFollow();
  FetchFollow(const FetchFollow&) = delete;
  FetchFollow& operator=(const FetchFollow&) = delete;

  void start();
  // Gives up what is pending. Nothing is called afterwards.
  void stop();

  const Follower& follower() const { return follower_; }

  // What promises and timers call, by the name `fetchSettled` of the module. Requires: a ticket not settled before.
  static void settled(std::uintptr_t ticket, bool fulfilled, emscripten::val value);

 private:
  enum class Pending : std::uint8_t { nothing, timer, answer, piece };
  struct Ticket {
    FetchFollow* owner;
  };

  void step();
  void send(const Request& request);
  void wait(std::int64_t until_ms);
  void on_answer(emscripten::val response);
  void on_piece(const emscripten::val& result);
  void on_end();
  void read();
  void await(const emscripten::val& promise, Pending pending);
  emscripten::val callback(bool fulfilled) const;

  History& history_;
  Follower follower_;
  emscripten::val stepped_, abort_, reader_, timer_;
  std::string piece_;
  Pending pending_ = Pending::nothing;
  Ticket* ticket_ = nullptr;
};

}  // namespace twinline
