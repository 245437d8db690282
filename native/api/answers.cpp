#include "native/api/answers.h"

#include <nlohmann/json.hpp>

namespace twinline {

Response json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

Response error_answer(int status, std::string_view code, std::string_view message) {
  const nlohmann::ordered_json body = {{"error", {{"code", code}, {"message", message}}}};
  return json_answer(status, body.dump());
}

}  // namespace twinline
