// The medium of a message as one canonical JSON object: {"id","mime","sha256","url","filename","voice":true}.
#pragma once

#include <string>

#include "core/decode/batch.h"

namespace twinline {

// `first` is the slot of the medium's id; the other five follow it in the order above. Appends nothing where all are absent.
void append_media(const Batch& batch, const Fact& fact, Slot first, std::string& json);

}  // namespace twinline
