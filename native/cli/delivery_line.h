// A stored delivery as one line of JSON, on its way between stores:
//
//     {"received":ms,"sha256":"…","signature":"…","body_b64":"…","onboarding":N}      onboarding and signature where known
//
// A delivery of kind `line` is its own line. Received 0 stands for a bare body, of which nobody knows when it came.
#pragma once

#include <string>
#include <string_view>

#include "core/decode/decoder.h"
#include "core/result.h"
#include "native/store/journal.h"

namespace twinline {

// Without LF.
std::string delivery_line(const Delivery& delivery);
// Takes a delivery line, a record, an own send or a bare webhook body; `decoder` says what is wrong with anything else.
Result<Delivery> parse_delivery(std::string_view text, Decoder& decoder);

}  // namespace twinline
