// Meta's window of Embedded Signup, as the questions its page asks and what it is told: which number, the phone's answer,
// the end. The page decides nothing.
//
// Problems of a scenario stand here: which number is refused, in which words, and when it goes well after all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "native/meta_simulator/graph.h"
#include "native/meta_simulator/platform_state.h"
#include "native/meta_simulator/signup_messages.h"
#include "native/meta_simulator/story.h"

namespace twinline::simulator {

struct SignupPlan {
  std::uint64_t seed = 1;
  Scenario scenario = scenarios.front();
};

class Signup {
 public:
  // Requires: state, graph and story outlive this.
  Signup(PlatformState& state, Graph& graph, Story& story, SignupPlan plan);

  // `path` is what follows /simulator/signup/; the question is a JSON object.
  //   start    {"app_id"}                              -> {"session_id","scenario","names_number","portfolios":[…]}
  //   number   {"session_id","portfolio","phone"}      -> {"number"} or {"problem","message"}
  //   session  {"session_id"}                          -> {"answered","shares_chats","verified"}
  //   verify   {"session_id","code"}                   -> the same, or {"problem"} without a message: type it again
  //   complete {"app_id" or "session_id", "portfolio","number","share_chats","with_number","way"} -> {"message","code"}
  //   cancel   {"step"}, report {"session_id","words"} -> {"message"}
  Response answer(std::string_view path, const Json& question, std::int64_t now_ms);

 private:
  Response start(const Json& question);
  Response enter_number(const Json& question, std::int64_t now_ms);
  Response verify(const Json& question);
  Response complete(const Json& question, std::int64_t now_ms);
  SignupSession* session_of(const Json& question);
  // What the scenario has against this attempt; empty words: nothing.
  struct Objection {
    std::string words, error_id;
  };
  Objection objection() const;
  std::string draw(std::string_view letters, std::size_t length);

  PlatformState& state_;
  Graph& graph_;
  Story& story_;
  SignupPlan plan_;
};

// 400 with {"error":{"message"}}, for what the pages ask and cannot be.
Response page_fault(std::string_view message);

}  // namespace twinline::simulator
