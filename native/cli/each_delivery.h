// Walks through a whole journal, lane by lane, in order, a bounded number of deliveries in memory at a time.
#pragma once

#include <functional>

#include "native/store/journal.h"

namespace twinline {

// Ends early, and well, when `use` returns false.
Stored<> each_delivery(Journal& journal, const std::function<bool(const Delivery&)>& use);

}  // namespace twinline
