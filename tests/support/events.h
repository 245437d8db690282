// Bodies in, events and records out, as values.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::test {

// The body must be readable.
std::vector<nlohmann::json> events_of(std::string_view body);

// The records that the bodies give in this order, without the first line.
std::vector<nlohmann::json> records_of(const std::vector<std::string>& bodies);
// Those of one kind.
std::vector<nlohmann::json> records_of(const std::vector<std::string>& bodies, std::string_view kind);

// A webhook of number 106 (phone 15550783881) under account 102, with these members in its value.
std::string webhook(std::string_view field, std::string_view members);

// A webhook of an account: no number, but a time.
std::string account_webhook(std::string_view field, std::string_view value);

}  // namespace twinline::test
