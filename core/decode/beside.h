// What a fact says beside all that has a row in the table: members nobody knew, kept so that no event loses anything.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decode/batch.h"
#include "core/decode/named_json.h"

namespace twinline {

// Canonical objects; empty where there is nothing.
struct Beside {
  std::string context;  // a message's context beyond its `id`
  // Members without a row, those of an object inside under its name: {"image":{"animated":true},"new":1}.
  std::string other;
};

// `referral` of a message, and the member called `own` where one is given, are told elsewhere and left out of `other`.
Beside beside_of(const Batch& batch, const Fact& fact, std::optional<std::string_view> own);

// The members of `other` one by one, in no order. `objects` are what some of them point into.
struct Others {
  std::vector<NamedJson> members;
  std::deque<std::string> objects;

  void add_object(std::string_view name, std::string json) {
    members.push_back({name, objects.emplace_back(std::move(json))});
  }
};
Others others_of(const Batch& batch, const Fact& fact, std::optional<std::string_view> own = std::nullopt);

// The member without a row of that name; absent if there is none. Of several the last.
Text member_without_row(const Batch& batch, const Fact& fact, std::string_view name);

}  // namespace twinline
