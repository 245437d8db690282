// Facts into registers: what a batch of any kind adds to the numbers it is about.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/decode/batch.h"
#include "core/history/number.h"

namespace twinline {

// The number of that id, made at first sight.
using NumberOf = std::function<Number&(std::string_view)>;

// Both return how many facts were understood.
std::uint32_t join_body(const Batch& batch, const NumberOf& number_of);    // webhooks and own sends
std::uint32_t join_record(const Batch& batch, const NumberOf& number_of);  // one record

}  // namespace twinline
