#include "native/api/answers.h"

#include <utility>

namespace twinline {

std::string dumped(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Response json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

Response error_answer(int status, std::string_view code, std::string_view message) {
  return json_answer(status, dumped({{"error", {{"code", code}, {"message", message}}}}));
}

Response meta_answer(const GraphError& error) {
  nlohmann::ordered_json meta = nlohmann::ordered_json::object();
  if (error.code) meta["code"] = *error.code;
  if (error.subcode) meta["subcode"] = *error.subcode;
  for (const auto& [name, text] :
       {std::pair("title", error.title), {"details", error.details}, {"trace", error.trace}}) {
    if (!text.empty()) meta[name] = text;
  }
  const bool refused = error.outcome == Outcome::refused;
  std::string words = error.title.empty() ? error.meaning : error.title;
  if (!error.details.empty()) words += ": " + error.details;
  if (!error.action.empty()) words += (words.ends_with('.') ? " " : ". ") + error.action;
  return json_answer(
      refused ? 422 : 502,
      dumped({{"error",
               {{"code", refused ? "meta_refused" : "no_answer"}, {"message", words}, {"meta", std::move(meta)}}}}));
}

}  // namespace twinline
