#include "native/version.h"

namespace twinline {

std::string_view version() { return TWINLINE_VERSION; }

}  // namespace twinline
