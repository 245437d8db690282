// What a status webhook says, as the store keeps it.
#pragma once

#include <string>

#include "core/sending/news.h"
#include "native/store/sends.h"

namespace twinline {

// About the send with that id; empty: the one with the status's wamid.
inline SendHeard heard_of(const DeliveryStatus& status, const std::string& id) {
  return {status.number, id,          status.wamid, status.status, status.rank,
          status.at_s,   status.code, status.title, status.details};
}

}  // namespace twinline
