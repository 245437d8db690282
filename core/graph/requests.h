// The calls to Meta's Graph API that onboarding and the care of a number need, as values a host carries out.
//
// https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
// There is no call to register a number here: one that comes from the WhatsApp Business app is registered already
// (core/lifecycle/registration.h for all others), and there is none to disconnect it, since Meta allows that in the app only. Ids are escaped, so an odd one cannot change the
// address.
#pragma once

#include <string>
#include <string_view>

#include "core/http.h"
#include "core/lifecycle/number_state.h"
#include "core/result.h"

namespace twinline {

struct GraphApi {
  std::string base = "https://graph.facebook.com";
  std::string version;  // "v24.0"; Policy::newest_graph_version knows one that lives
  std::string token;    // sent as a bearer token
};

// Before anything else: what Meta sends to an account without a subscribed app is lost.
Request subscribe_app(const GraphApi& api, std::string_view waba);

// Irreversible: each type once, within 24 hours of onboarding. Contacts first.
Request request_sync(const GraphApi& api, std::string_view number, SyncType type);

Request read_number(const GraphApi& api, std::string_view number);

// The numbers of an account, a page at a time; `after` is NumberList::after of the page before.
Request list_numbers(const GraphApi& api, std::string_view waba, std::string_view after = {});

// Which webhook fields go where. The token must be the app's own: APP_ID|APP_SECRET.
Request read_subscriptions(const GraphApi& api, std::string_view app);

// The code of a signup lives 30 seconds. No token is needed.
Request exchange_code(const GraphApi& api, std::string_view app, std::string_view app_secret, std::string_view code);

// For the Account tab: the number with its messaging limit, and the account.
Request read_number_account(const GraphApi& api, std::string_view number);
Request read_account(const GraphApi& api, std::string_view waba);

// The profile that customers see. `members` is a JSON object of Meta's members: about, address, description, email,
// vertical, websites; others are refused, with the place.
Request read_profile(const GraphApi& api, std::string_view number);
Result<Request> change_profile(const GraphApi& api, std::string_view number, std::string_view members);

// The templates of an account, a page at a time. `members` is a JSON object of Meta's members: name, language, category,
// components and what else Meta takes. Deleting by name deletes all languages of it.
Request list_templates(const GraphApi& api, std::string_view waba, std::string_view after = {});
Result<Request> create_template(const GraphApi& api, std::string_view waba, std::string_view members);
Request delete_template(const GraphApi& api, std::string_view waba, std::string_view name);

std::string_view to_string(SyncType type);  // as Meta spells it: "smb_app_state_sync", "history"

}  // namespace twinline
