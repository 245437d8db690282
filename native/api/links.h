// Signed links: a partner sends one to a business, which may then go through its own onboarding without a login.
//
// A link names one onboarding and the time it ends, signed by a key of the shim: nothing is stored, it cannot be changed
// into another, and it opens nothing but that onboarding. Comparisons take constant time. The clock is the caller's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinline {

class Links {
 public:
  explicit Links(std::string key) : key_(std::move(key)) {}

  // ONBOARDING-EXPIRES-SIGNATURE: it has no dot, so the dashboard's page is what a browser gets for /onboard/{it}.
  std::string make(std::string_view onboarding, std::int64_t expires_s) const;
  // The onboarding it opens; nothing where it was not made here or is over.
  std::optional<std::string> opens(std::string_view link, std::int64_t now_s) const;

 private:
  std::string signature(std::string_view text) const;

  std::string key_;
};

}  // namespace twinline
