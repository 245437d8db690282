// The codes of signups and the PINs of numbers, from when they are handed over until they are used: in memory, nowhere else.
//
// Each belongs to one call of one onboarding. What the core no longer wants is forgotten at once. Any thread may call any
// member.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/lifecycle/onboarding.h"

namespace twinline {

class Secrets {
 public:
  // In place of one for the same call.
  void put(const std::string& app, const std::string& attempt, const CallKey& key, std::string secret);
  // Unless there is one for the same call: that one is newer.
  void put_back(const std::string& app, const std::string& attempt, const CallKey& key, std::string secret);
  bool has(const std::string& attempt, const CallKey& key) const;
  // Taken out; empty where there is none.
  std::string take(const std::string& attempt, const CallKey& key);
  // Of the app only these of this attempt stay.
  void keep_only(const std::string& app, const std::string& attempt, const std::set<CallKey>& wanted);

 private:
  struct Secret {
    std::string app, attempt;
    CallKey key;
    std::string text;
  };

  mutable std::mutex mutex_;
  std::vector<Secret> secrets_;  // a few
};

}  // namespace twinline
