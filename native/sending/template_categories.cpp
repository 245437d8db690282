#include "native/sending/template_categories.h"

namespace twinline {
namespace {

constexpr std::int64_t good_for_ms = 3'600'000;

}  // namespace

std::string TemplateCategories::of(const std::string& account, const std::string& name, std::int64_t now_ms) {
  const auto key = std::pair(account, name);
  std::string category;
  {
    const std::lock_guard lock(memory_->mutex);
    Known& known = memory_->known[key];
    category = known.category;
    if (known.asked_ms != 0 && now_ms - known.asked_ms < good_for_ms) return category;
    known.asked_ms = now_ms;
  }
  ask_(account, name, [memory = memory_, key](const std::string& told) {
    const std::lock_guard lock(memory->mutex);
    if (!told.empty()) memory->known[key].category = told;
  });
  return category;
}

}  // namespace twinline
