// POST /{number}/register: brings a number to the Cloud API with its PIN.
#pragma once

#include "native/meta_simulator/graph_objects.h"

namespace twinline::simulator {

// The first PIN becomes the number's own. A number on the app was registered by its phone: that is refused.
JsonOrFault register_number(PhoneNumber& number, const ReadCall& call);

}  // namespace twinline::simulator
