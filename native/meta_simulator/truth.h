// What a receiver that lost nothing must know after an onboarding, told from the world and not from the bodies:
//
//   {"number","waba","phone", "messages":N, "threads":N, "contacts":N, "removed_contacts":["phone"],
//    "media":{"followed":N,"missing":N}, "chunks":N, "by_thread":{"<phone or user id>":["wamid…", …]}}
//
// Each thread lists its messages by (time, id); the id of a message that came live as well is its live one. `contacts`
// counts everybody that the address book ever named, the removed included: whether a removal without a time wins over an
// addition with one depends on when the two were received.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "native/meta_simulator/onboarding.h"
#include "native/meta_simulator/world.h"

namespace twinline::simulator {

nlohmann::ordered_json truth_of(const World& world, const Onboarding& onboarding);

}  // namespace twinline::simulator
