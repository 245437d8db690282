// What a store must load before a batch can be joined completely, and under which handles it will be asked for a record.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/decode/batch.h"
#include "core/history/history.h"
#include "core/history/number.h"

namespace twinline {

using Numbers = std::map<std::string, std::unique_ptr<Number>, std::less<>>;

// What is remembered between questions.
struct Asked {
  // (number, name) whose links were asked for: only then can a link be told to be new.
  std::set<std::pair<std::string, std::string>> links;
  // The handle of a possible erasure by number and name, since hashing takes long.
  std::map<std::pair<std::string, std::string>, std::string> erasures;
};

std::vector<Need> needs_of(const Batch& batch, const Numbers& numbers, Asked& asked);

// The record behind a key of Number::changed, or of a changed row.
Change change_of(const Number& number, std::string_view key);
Change change_of(const Number& number, RowId row);

}  // namespace twinline
