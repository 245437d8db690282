// The objects of a message, one by type, checked as Meta checks them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native/meta_simulator/graph_fault.h"
#include "native/meta_simulator/platform_state.h"

namespace twinline::simulator {

// What is wrong with the object `content` of a message of that type, templates excepted.
std::optional<GraphFault> content_fault(std::string_view type, const Json& content,
                                        const std::function<bool(std::string_view)>& has_medium);

// The account's template that the message names; or what is wrong with it.
struct FoundTemplate {
  const Template* used = nullptr;
  std::optional<GraphFault> fault{};
};
FoundTemplate find_template(const Json& content, const Portfolio& account);

// What a phone shows of a message: its text or caption, or its type in brackets.
std::string shown_text(std::string_view type, const Json& content, const Template* used);

}  // namespace twinline::simulator
