// Makes a stencil of an object that fits none yet, by the same table that reader.h follows, in the same way: what changes
// there in the treatment of a member changes here, and tests/core/stencils_test.cpp holds the two together.
#pragma once

#include <vector>

#include "core/decode/stencils.h"

namespace twinline {

// The parts of the object at `begin`, which is a `place` and stands inside `depth` levels. The last part ends the object, or
// says that what comes there is read in the ordinary way only. Empty where it is no JSON, or goes on beyond `end`.
std::vector<StencilPart> make_stencil(Place place, std::size_t depth, const char* begin, const char* end);

}  // namespace twinline
