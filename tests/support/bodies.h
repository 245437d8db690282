// Random webhook bodies of every kind, and every way to spell one. Deterministic by seed.
//
// A body is first a well-formed tree as Meta sends it; then, here and there, something in it goes wrong as it does in traffic:
// members missing, unknown or null, numbers as strings, one object where several are expected, the wrong type altogether.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace twinline::test {

class Bodies {
 public:
  using Tree = nlohmann::ordered_json;

  explicit Bodies(std::uint32_t seed) : random_(seed) {}

  Tree body();
  // The same value, its objects' members in another order, with other spaces and other escapes.
  std::string respelled(const Tree& tree);

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
  bool chance(int percent) { return pick(100) < percent; }
  template <class Choices>
  auto one_of(const Choices& choices) {
    return choices[static_cast<std::size_t>(pick(static_cast<int>(std::size(choices))))];
  }

  std::string phone();
  Tree time();
  std::string id();
  std::string text();
  Tree medium();
  Tree error();
  Tree sender(bool business);
  Tree content(const std::string& type);
  Tree message(bool echo, bool in_history);
  Tree status(bool call);
  Tree contact_card();
  Tree chunk();
  Tree account_value(std::string& field);
  Tree value(std::string& field);
  Tree change();
  Tree entry();
  void spoil(Tree& tree, int percent);
  Tree wrong();
  void spell(const Tree& tree, std::string& out);
  void spell_text(const std::string& text, std::string& out);
  void space(std::string& out);

  std::mt19937 random_;
};

}  // namespace twinline::test
