// What has happened to a number, the newest first: what people told, what Meta answered, what webhooks reported.
//
// Put together when it is asked for, from facts that are kept elsewhere; nothing is decided here. JSON because it is for the
// screen only.
#pragma once

#include <string>
#include <string_view>

#include "native/going_live/affairs.h"
#include "native/store/records.h"

namespace twinline {

// {"events":[{"at","kind","text","source":"webhook|answer|person|here","detail":{}}]}
Stored<std::string> timeline_json(const KnownNumber& number, const Affairs& affairs, Records& records,
                                  const Policy& policy);

}  // namespace twinline
