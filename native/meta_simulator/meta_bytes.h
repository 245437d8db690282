// A body as the bytes that Meta posts and signs: one line, everything outside ASCII as \u00xx with lower-case digits, and
// `/` as `\/`. A receiver that checks the signature over anything but these very bytes fails.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace twinline::simulator {

std::string meta_bytes(const nlohmann::ordered_json& body);

// The value of the header X-Hub-Signature-256: "sha256=" and 64 lower-case digits.
std::string signature(std::string_view app_secret, std::string_view bytes);

}  // namespace twinline::simulator
