#include "native/projection/lives.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/decode/events.h"
#include "core/lifecycle/state_json.h"

namespace twinline {
namespace {

constexpr std::int64_t ms = 1000;
constexpr std::string_view kept_events[] = {"account", "quality", "template", "capability", "alert"};

std::string text_member(const nlohmann::json& event, const char* name) {
  const auto member = event.find(name);
  return member != event.end() && member->is_string() ? member->get<std::string>() : std::string();
}

}  // namespace

void Lives::load(const std::vector<Life>& lives) {
  states_.clear();
  changed_.clear();
  events_.clear();
  for (const Life& life : lives) {
    if (auto state = read_state(life.state)) states_[{life.number, life.waba, life.phone}] = *std::move(state);
  }
}

std::int64_t Lives::onboarding_of(const std::vector<NumberFacts>& all, std::int64_t received_ms) const {
  if (!onboarding_at_) return 0;
  std::optional<std::int64_t> one;
  for (const NumberFacts& facts : all) {
    if (facts.state.syncs.empty()) continue;
    const std::int64_t its = onboarding_at_(facts.number, received_ms / ms).value_or(0);
    if (one.value_or(its) != its) return 0;
    one = its;
  }
  return one.value_or(0);
}

void Lives::look_at(const Batch& batch, std::vector<NumberFacts> all) {
  for (NumberFacts& facts : all) {
    const Whose whose = {facts.number, facts.waba, facts.phone};
    if (!facts.state.syncs.empty()) {
      const auto onboarding =
          onboarding_at_ ? onboarding_at_(facts.number, batch.source.received_ms / ms) : std::nullopt;
      facts.state = of_onboarding(std::move(facts.state), onboarding);
    }
    if (join(states_[whose], facts.state)) changed_.insert(whose);
  }
  const auto is_notice = [](const Fact& fact) { return fact.place == Place::notice; };
  if (std::any_of(batch.facts.begin(), batch.facts.end(), is_notice)) add_events(batch);
}

void Lives::add_events(const Batch& batch) {
  std::string lines;
  write_events(batch, {}, lines);
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    const nlohmann::json event = nlohmann::json::parse(line, nullptr, false);
    if (!event.is_object()) continue;
    const std::string kind = text_member(event, "event");
    if (std::find(std::begin(kept_events), std::end(kept_events), kind) == std::end(kept_events)) continue;
    const auto at = event.find("at");
    const std::int64_t at_s = at != event.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
    events_.push_back({text_member(event, "number"), text_member(event, "waba"), text_member(event, "phone"),
                       at_s != 0 ? at_s : batch.source.received_ms / ms, std::string(line)});
  }
}

void Lives::collect(Projected& projected) {
  for (const Whose& whose : changed_) {
    const auto& [number, waba, phone] = whose;
    projected.lives.push_back({number, waba, phone, write_state(states_[whose])});
  }
  changed_.clear();
  projected.events = std::exchange(events_, {});
}

}  // namespace twinline
