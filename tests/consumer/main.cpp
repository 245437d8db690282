// What a user writes first: a webhook in, its errors told. Includes by the target's root and by the default prefix both
// work.
#include <core/result.h>
#include <twinline/core/result.h>

#include <iostream>

int main() {
  const twinline::Result<int> result{twinline::Error{twinline::ErrorCode::bad_json, 3, "", "no JSON"}};
  std::cout << to_string(result.error().code) << '\n';
  return result.error().byte == 3 ? 0 : 1;
}
