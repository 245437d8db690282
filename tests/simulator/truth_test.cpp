#include "native/meta_simulator/truth.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/simulator/reader.h"
#include "tests/support/catch.h"

using namespace twinline::simulator;
using twinline::tests::Reader;

TEST_CASE("the truth equals what a simple receiver counts in the bodies", "[simulator]") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const World world = make_world({seed, 1'782'864'000, 300 * seed, 7 * seed});
    const Onboarding onboarding(world, {});
    Reader reader;
    for (const Step& step : onboarding.steps()) reader.read(onboarding.body(step));
    const nlohmann::json truth = truth_of(world, onboarding);

    CHECK(truth.at("number") == reader.number);
    CHECK(truth.at("phone") == reader.phone);
    CHECK(truth.at("messages") == reader.messages.size());
    CHECK(truth.at("threads") == reader.by_thread.size());
    CHECK(truth.at("contacts") == reader.contacts.size());
    CHECK(truth.at("removed_contacts") == nlohmann::json(reader.removed));
    CHECK(truth.at("chunks") == reader.chunks.size());
    CHECK(truth.at("media").at("followed") == reader.media.size());
    CHECK(truth.at("media").at("missing") == reader.placeholders.size() - reader.media.size());
    for (const auto& [thread, messages] : reader.by_thread) {
      // Of two ids the one that came live counts: it embeds the peer, not the business.
      std::vector<std::pair<long long, std::string>> ids;
      for (const auto& [wamid, seen] : messages) {
        CHECK(seen.size() <= 2);
        const auto live = std::find_if(seen.begin(), seen.end(), [&reader](const std::string& id) {
          return twinline::tests::read_wamid(id).phone != reader.phone;
        });
        const std::string& id = live != seen.end() ? *live : *seen.begin();
        ids.emplace_back(reader.times.at(id), id);
      }
      std::sort(ids.begin(), ids.end());
      nlohmann::json expected = nlohmann::json::array();
      for (const auto& [at_s, id] : ids) expected.push_back(id);
      CHECK(truth.at("by_thread").at(thread) == expected);
    }
  }
}
