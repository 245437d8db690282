// Flags that also come from the environment: --listen is TWINLINE_LISTEN, --app-id is TWINLINE_APP_ID.
#pragma once

#include <CLI/CLI.hpp>
#include <cctype>
#include <string>

namespace twinline {

inline std::string environment_name(const std::string& flag) {
  std::string name = "TWINLINE_";
  for (const char c : flag.substr(flag.find_first_not_of('-'))) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

template <class Value>
CLI::Option* add_option(CLI::App& verb, const std::string& flag, Value& value, const std::string& help) {
  return verb.add_option(flag, value, help)->envname(environment_name(flag))->capture_default_str();
}

inline CLI::Option* add_flag(CLI::App& verb, const std::string& flag, bool& value, const std::string& help) {
  return verb.add_flag(flag, value, help)->envname(environment_name(flag));
}

}  // namespace twinline
