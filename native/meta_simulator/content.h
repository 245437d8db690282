// What a message says, drawn from its seed: type and the object that goes with it, with media whole.
#pragma once

#include <cstdint>

#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {

// Labels of the streams that a message's seed feeds; the seed itself names the device id.
enum MessageStream : std::uint64_t { text_stream = 1, media_stream, status_stream, quote_stream, route_stream };

// Adds `type` and the object or, for what could not be decoded, `errors`.
void add_content(Json& json, const Person& person, const Message& message, Told told);

}  // namespace twinline::simulator
