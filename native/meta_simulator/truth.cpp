#include "native/meta_simulator/truth.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace twinline::simulator {

nlohmann::ordered_json truth_of(const World& world, const Onboarding& onboarding) {
  using Json = nlohmann::ordered_json;
  std::vector<std::vector<std::pair<std::int64_t, std::string>>> threads(world.people.size());
  std::size_t media = 0;
  for (const Message& message : world.messages) {
    if (is_media(message.kind)) ++media;
    threads[message.person].emplace_back(message.at_s, message.also_live
                                                           ? live_wamid(world.people[message.person], message)
                                                           : history_wamid(world, message));
  }
  Json by_thread = Json::object();
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].empty()) continue;
    std::sort(threads[i].begin(), threads[i].end());
    Json& ids = by_thread[world.people[i].name()] = Json::array();
    for (auto& [at_s, id] : threads[i]) ids.push_back(std::move(id));
  }
  const auto contacts = std::count_if(world.people.begin(), world.people.end(),
                                      [](const Person& person) { return person.in_address_book; });
  return {{"number", world.business.number},
          {"waba", world.business.waba},
          {"phone", world.business.phone},
          {"messages", world.messages.size()},
          {"threads", by_thread.size()},
          {"contacts", contacts},
          {"removed_contacts", Json::array({world.people[removed_person(world)].name()})},
          {"media", {{"followed", onboarding.media().size()}, {"missing", media - onboarding.media().size()}}},
          {"chunks", onboarding.chunks().size()},
          {"by_thread", std::move(by_thread)}};
}

}  // namespace twinline::simulator
