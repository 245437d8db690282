// A message as a business hands it to the Cloud API: checked as Meta checks it, and what the rest of Meta needs to know
// of it. Who may get it, and how fast, is decided elsewhere.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "native/meta_simulator/graph_call.h"
#include "native/meta_simulator/graph_fault.h"
#include "native/meta_simulator/platform_state.h"

namespace twinline::simulator {

struct OutgoingMessage {
  std::string input;     // the recipient as it was written
  std::string to;        // digits of a phone, or a user id
  bool by_phone = true;  // whether `to` is a phone
  std::string type;
  std::string category = "service";  // what it is billed as; else that of its template: marketing, utility, …
  std::string opaque;                // biz_opaque_callback_data
  std::string text;                  // what a phone shows of it

  bool is_template() const { return type == "template"; }
};

using MessageOrFault = std::variant<OutgoingMessage, GraphFault>;

// `has_medium` says whether the business has uploaded a medium of that id.
MessageOrFault read_outgoing(const ReadCall& call, const Portfolio& account, const Business& business,
                             const std::function<bool(std::string_view)>& has_medium);

// What Meta says about a parameter that is missing, or whose value it does not take.
GraphFault missing_parameter(std::string details);
GraphFault bad_value(std::string details);

// The object of that name; where a form carries it as text, that is read. Null: no object.
Json object_of(const Json& parameters, std::string_view name);

}  // namespace twinline::simulator
