#include "native/going_live/secrets.h"

#include <algorithm>
#include <utility>

namespace twinline {

void Secrets::put(const std::string& app, const std::string& attempt, const CallKey& key, std::string secret) {
  const std::lock_guard lock(mutex_);
  std::erase_if(secrets_, [&](const Secret& one) { return one.attempt == attempt && one.key == key; });
  secrets_.push_back({app, attempt, key, std::move(secret)});
}

void Secrets::put_back(const std::string& app, const std::string& attempt, const CallKey& key, std::string secret) {
  const std::lock_guard lock(mutex_);
  const bool replaced = std::any_of(secrets_.begin(), secrets_.end(),
                                    [&](const Secret& one) { return one.attempt == attempt && one.key == key; });
  if (!replaced) secrets_.push_back({app, attempt, key, std::move(secret)});
}

bool Secrets::has(const std::string& attempt, const CallKey& key) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(secrets_.begin(), secrets_.end(),
                     [&](const Secret& one) { return one.attempt == attempt && one.key == key; });
}

std::string Secrets::take(const std::string& attempt, const CallKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(secrets_.begin(), secrets_.end(),
                                  [&](const Secret& one) { return one.attempt == attempt && one.key == key; });
  if (found == secrets_.end()) return {};
  std::string secret = std::move(found->text);
  secrets_.erase(found);
  return secret;
}

void Secrets::keep_only(const std::string& app, const std::string& attempt, const std::set<CallKey>& wanted) {
  const std::lock_guard lock(mutex_);
  std::erase_if(secrets_, [&](const Secret& one) {
    return one.app == app && (one.attempt != attempt || wanted.count(one.key) == 0);
  });
}

}  // namespace twinline
