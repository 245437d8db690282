// The simulator's pages for people, whole: no file, script or font comes from elsewhere.
#pragma once

#include <string_view>

namespace twinline::simulator {

std::string_view signup_page();
std::string_view phone_page();

}  // namespace twinline::simulator
