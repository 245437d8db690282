#include <nlohmann/json.hpp>

#include "core/graph/reply.h"

namespace twinline {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(const Answer& answer) { return Json::parse(answer.body, nullptr, false); }

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

GraphReply<MetaObject> read_profile_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<MetaObject>(answer, policy, day, [&](const JsonValue&) -> std::optional<MetaObject> {
    Json body = parsed(answer);
    const auto data = body.find("data");
    if (data == body.end() || !data->is_array()) return {};
    if (data->empty()) return MetaObject{"{}"};
    Json& profile = data->front();
    if (!profile.is_object()) return {};
    profile.erase("messaging_product");
    return MetaObject{dumped(profile)};
  });
}

GraphReply<MetaPage> read_templates_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<MetaPage>(answer, policy, day, [&](const JsonValue& read) -> std::optional<MetaPage> {
    const Json body = parsed(answer);
    const auto data = body.find("data");
    if (data == body.end() || !data->is_array()) return {};
    MetaPage page{dumped(*data), {}};
    const JsonValue* after = read.find({"paging", "cursors", "after"});
    if (read.find({"paging", "next"}) != nullptr && after != nullptr) page.after = after->text;
    return page;
  });
}

GraphReply<MetaObject> read_object_answer(const Answer& answer, const Policy& policy, Date day) {
  return reply_of<MetaObject>(answer, policy, day, [&](const JsonValue& read) -> std::optional<MetaObject> {
    if (read.find("id") == nullptr) return {};
    return MetaObject{dumped(parsed(answer))};
  });
}

}  // namespace twinline
