// Bytes -> Batch.
//
// Reads one JSON text: a webhook body of Meta or a provider, a record in twinline's own form, a stored delivery
// {"received":ms,"body_b64":"…"} (its body is decoded), or an own send {"sent":{…}}. Time grows linearly with the number of
// bytes, memory is a small multiple of it.
//
// Errors (and nothing else) refuse a body: no JSON, more than 64 levels, text behind the value, an empty input. They carry
// the byte. Unknown members, missing members, strings for numbers and numbers for strings are no errors. Damaged text
// inside strings becomes U+FFFD and is counted in Batch::repaired. An error costs nothing: only the Batch was touched.
//
// Not thread-safe; use one Decoder per thread. It keeps its buffers between calls, and remembers what bodies look like, to
// read the next ones faster (stencils.h); neither changes what it says.
#pragma once

#include <memory>
#include <string_view>

#include "core/decode/batch.h"
#include "core/result.h"

namespace twinline {

class Decoder {
 public:
  Decoder();
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // The batch belongs to the decoder and dies with the next call or with `text`.
  [[nodiscard]] Result<const Batch*> operator()(std::string_view text);
  // The same for a body of which the host knows when it came and to which onboarding it belongs.
  [[nodiscard]] Result<const Batch*> operator()(std::string_view body, const Source& source);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline
