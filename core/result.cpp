#include "core/result.h"

namespace twinline {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::empty_input:
      return "empty_input";
    case ErrorCode::bad_json:
      return "bad_json";
    case ErrorCode::too_deep:
      return "too_deep";
    case ErrorCode::trailing_text:
      return "trailing_text";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::bad_envelope:
      return "bad_envelope";
    case ErrorCode::bad_value:
      return "bad_value";
    case ErrorCode::newer_format:
      return "newer_format";
  }
  return "unknown";
}

}  // namespace twinline
