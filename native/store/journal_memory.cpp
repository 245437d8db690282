#include <map>
#include <mutex>

#include "native/store/journal.h"

namespace twinline {
namespace {

// For tests: keeps the contract of the journal except that nothing outlives the process.
class MemoryJournal final : public Journal {
 public:
  Stored<> append(const std::vector<Delivery>& deliveries) override {
    const std::lock_guard lock(mutex_);
    for (const Delivery& delivery : deliveries) {
      std::vector<Delivery>& lane = lanes_[delivery.lane];
      lane.push_back(delivery);
      lane.back().seq = static_cast<std::int64_t>(lane.size());
    }
    return Done{};
  }

  Stored<> note(const std::vector<OnboardingNote>& notes) override {
    const std::lock_guard lock(mutex_);
    for (const OnboardingNote& one : notes) {
      std::int64_t& onboarding = lanes_.at(one.lane).at(static_cast<std::size_t>(one.seq - 1)).onboarding;
      if (onboarding == 0) onboarding = one.onboarding;
    }
    return Done{};
  }

  Stored<std::vector<Delivery>> read(std::int64_t lane, std::int64_t after, std::size_t limit,
                                     std::size_t max_bytes) override {
    const std::lock_guard lock(mutex_);
    std::vector<Delivery> found;
    std::size_t bytes = 0;
    const auto at = lanes_.find(lane);
    if (at == lanes_.end()) return found;
    for (auto seq = static_cast<std::size_t>(after); seq < at->second.size() && found.size() < limit; ++seq) {
      if (bytes >= max_bytes) break;
      bytes += at->second[seq].body.size();
      found.push_back(at->second[seq]);
    }
    return found;
  }

  Stored<std::vector<std::int64_t>> lanes() override {
    const std::lock_guard lock(mutex_);
    std::vector<std::int64_t> found;
    for (const auto& [lane, deliveries] : lanes_) found.push_back(lane);
    return found;
  }

  Stored<std::int64_t> count() override {
    const std::lock_guard lock(mutex_);
    std::size_t total = 0;
    for (const auto& [lane, deliveries] : lanes_) total += deliveries.size();
    return static_cast<std::int64_t>(total);
  }

 private:
  std::mutex mutex_;
  std::map<std::int64_t, std::vector<Delivery>> lanes_;
};

}  // namespace

std::unique_ptr<Journal> make_memory_journal() { return std::make_unique<MemoryJournal>(); }

}  // namespace twinline
