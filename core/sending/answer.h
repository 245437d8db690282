// What Meta's answer to a message means, for the scheduler and for whoever sent it.
//
// Accepted: there is a wamid. Refused: Meta said why; the message was not taken. Everything else (a gateway's page, a cut
// body, a success without a wamid) leaves open whether it was taken: in doubt.
#pragma once

#include <string>
#include <string_view>

#include "core/graph/error.h"
#include "core/graph/requests.h"
#include "core/http.h"
#include "core/policy/policy.h"
#include "core/schedule/scheduler.h"

namespace twinline {

struct SendAnswer {
  SendResult result;
  std::string wamid;  // where it was accepted
  GraphError error;   // where it was refused
};

SendAnswer read_send_answer(const Answer& answer, const Policy& policy, Date day);

// The call itself. `body` goes out as it is.
Request send_message(const GraphApi& api, std::string_view number, std::string body);

// What Meta lists of the templates of an account with that name: the path behind the version, and the category in the
// answer; empty where there is none.
Request list_templates_named(std::string_view account, std::string_view name);
std::string template_category_in(std::string_view answer_body, std::string_view name);

// A status webhook's word for how far a message came, as far as sending tells: "sent", "delivered", "read", "failed"; and
// which of two counts, the greater. Rank 0: no such word.
struct DeliveryRank {
  std::string_view status;
  int rank = 0;
};
DeliveryRank rank_of_status(std::string_view status);

}  // namespace twinline
