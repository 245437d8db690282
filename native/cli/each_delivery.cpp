#include "native/cli/each_delivery.h"

namespace twinline {
namespace {

constexpr std::size_t page_deliveries = 1'000;
constexpr std::size_t page_bytes = 8U << 20;

}  // namespace

Stored<> each_delivery(Journal& journal, const std::function<bool(const Delivery&)>& use) {
  const auto lanes = journal.lanes();
  if (!lanes) return lanes.error();
  for (const std::int64_t lane : *lanes) {
    std::int64_t after = 0;
    for (;;) {
      const auto page = journal.read(lane, after, page_deliveries, page_bytes);
      if (!page) return page.error();
      if (page->empty()) break;
      for (const Delivery& delivery : *page) {
        if (!use(delivery)) return Done{};
      }
      after = page->back().seq;
    }
  }
  return Done{};
}

}  // namespace twinline
