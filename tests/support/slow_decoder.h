// A second decoder, for comparison only: plain recursion over nlohmann's tree, written from the contract and sharing no code
// with core/. It gives the events of a body as values, in no order worth comparing.
//
// Reads webhooks and providers' envelopes; no records, deliveries or own sends. Of duplicate members it sees only the last.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace twinline::test {

std::vector<nlohmann::json> slow_events(const std::string& body);

}  // namespace twinline::test
