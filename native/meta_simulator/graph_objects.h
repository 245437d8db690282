// The objects of the Graph API that hold what a business fills in: a number's fields, its profile, an account's templates.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "native/meta_simulator/graph_call.h"
#include "native/meta_simulator/graph_fault.h"
#include "native/meta_simulator/platform_state.h"

namespace twinline::simulator {

using JsonOrFault = std::variant<Json, GraphFault>;

// `fields` as Meta takes them; empty: those that Meta gives unasked.
JsonOrFault number_fields(const PhoneNumber& number, std::string_view fields);
JsonOrFault account_fields(const Portfolio& account, std::string_view fields);

JsonOrFault read_profile(const PhoneNumber& number, std::string_view fields);
JsonOrFault change_profile(PhoneNumber& number, const ReadCall& call);

JsonOrFault list_templates(const Portfolio& account, const ReadCall& call);
// Adds the template at the end of the account's, pending.
JsonOrFault create_template(Portfolio& account, const ReadCall& call, const std::string& id);
JsonOrFault delete_template(Portfolio& account, const ReadCall& call);

// The page of a list that `limit` and `after` ask for, with its cursors and, where there is more, `next`.
Json page_of(Json list, const ReadCall& call);

// Of UTF-8.
std::size_t characters(std::string_view text);

// "+1 415-555-0123"
std::string display_phone(std::string_view digits);

}  // namespace twinline::simulator
