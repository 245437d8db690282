// The native contenders behind one protocol, spoken by support/worker.mjs:
//
//     core_bench FILE.jsonl         then, a line each on stdin
//     round NAME     runs the contender from nothing    -> {"ms":…}
//     answer NAME    of its last round                  -> {"messages":…,"digest":"…"}
//     search TEXT    in the last round of "twinline"     -> {"ms":…,"ids":[…]}
//     memory         what a whole history holds         -> {"bytes":…}
#include <malloc.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/native/contender.h"

namespace {

using namespace twinline::bench;

const std::map<std::string, std::function<std::unique_ptr<Contender>()>, std::less<>> contenders = {
    {"twinline", make_twinline},
    {"decode", make_twinline_decode},
    {"sqlite", make_sqlite},
    {"boost", make_boost},
    {"simdjson", make_simdjson}};

constexpr std::size_t readable_behind = 64;

std::string read_file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  text.reserve(text.size() + readable_behind);
  return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(lines.back().size() + 1);
  }
  return lines;
}

double milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

std::size_t bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "core_bench FILE.jsonl\n";
    return 2;
  }
  const std::string file = read_file(arguments[1]);
  const std::vector<std::string_view> bodies = lines_of(file);
  std::cout << "{\"bodies\":" << bodies.size() << "}" << std::endl;

  std::map<std::string, std::unique_ptr<Contender>, std::less<>> last;
  for (std::string command, name; std::getline(std::cin, command, '\n');) {
    name = command.substr(command.find(' ') + 1);
    if (command == "memory") {
      last.clear();
      const std::size_t before = bytes_in_use();
      const auto contender = make_twinline();
      contender->run(bodies);
      std::cout << "{\"bytes\":" << bytes_in_use() - before << "}" << std::endl;
    } else if (command.starts_with("round ")) {
      last[name].reset();
      auto contender = contenders.at(name)();
      const double took = milliseconds([&] { contender->run(bodies); });
      last[name] = std::move(contender);
      std::cout << "{\"ms\":" << took << "}" << std::endl;
    } else if (command.starts_with("search ")) {
      std::vector<std::string> ids;
      const double took = milliseconds([&] { ids = last.at("twinline")->search(name); });
      std::string list;
      for (const std::string& id : ids) list.append(list.empty() ? "\"" : ",\"").append(id).append("\"");
      std::cout << "{\"ms\":" << took << ",\"ids\":[" << list << "]}" << std::endl;
    } else {
      std::cout << last.at(name)->answer() << std::endl;
    }
  }
}
