#include "native/meta_simulator/run_state.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

namespace twinline::simulator {
namespace {

Error no_state(std::string what) { return {ErrorCode::bad_value, 0, "", std::move(what)}; }

}  // namespace

Result<std::optional<RunState>> read_run_state(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::optional<RunState>();
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", nlohmann::json()) != 1) {
    return no_state("this is no state of a simulation; name another file or remove it");
  }
  try {
    RunState state;
    state.scenario = json.at("scenario").get<std::string>();
    state.plan.seed = json.at("seed").get<std::uint64_t>();
    state.plan.onboarded_at_s = json.at("onboarded_at").get<std::int64_t>();
    state.plan.messages = json.at("messages").get<std::size_t>();
    state.plan.threads = json.at("threads").get<std::size_t>();
    state.runs = json.at("runs").get<std::uint64_t>();
    state.taken = json.at("taken").get<std::set<std::uint32_t>>();
    return std::optional<RunState>(std::move(state));
  } catch (const nlohmann::json::exception&) {
    return no_state("a member is missing or of the wrong type; remove the file to start anew");
  }
}

bool write_run_state(const std::filesystem::path& file, const RunState& state) {
  const nlohmann::ordered_json json = {{"format", 1},
                                       {"scenario", state.scenario},
                                       {"seed", state.plan.seed},
                                       {"onboarded_at", state.plan.onboarded_at_s},
                                       {"messages", state.plan.messages},
                                       {"threads", state.plan.threads},
                                       {"runs", state.runs},
                                       {"taken", state.taken}};
  std::filesystem::path beside = file;
  beside += ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << json.dump() << '\n';
    out.flush();
    if (!out) return false;
  }
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  return !failed;
}

}  // namespace twinline::simulator
