#include "native/meta_simulator/sends.h"

#include <algorithm>
#include <utility>

namespace twinline::simulator {
namespace {

constexpr std::size_t messages_kept = 100'000;
constexpr std::size_t heard_kept = 1'000;

}  // namespace

void Sends::receive(std::int64_t now_ms) {
  ++received_;
  received_second_.add(now_ms);
}

void Sends::accept(AcceptedSend send) {
  ++accepted_;
  accepted_second_.add(send.at_ms);
  both_ways_.add(send.at_ms);
  if (!send.opaque.empty() && !opaques_.insert(send.opaque).second) ++duplicates_;
  messages_.push_back(std::move(send));
  if (messages_.size() > messages_kept) messages_.pop_front();
}

bool Sends::hear(const std::string& id, std::int64_t now_ms) {
  if (std::find(heard_.begin(), heard_.end(), id) != heard_.end()) return false;
  heard_.push_back(id);
  if (heard_.size() > heard_kept) heard_.pop_front();
  ++inbound_;
  both_ways_.add(now_ms);
  return true;
}

Json Sends::told() const {
  Json json = {{"received", received_},
               {"accepted", accepted_},
               {"refused", Json::object()},
               {"lost", lost_},
               {"read_marks", read_marks_},
               {"inbound", inbound_},
               {"highest_in_a_second", received_second_.highest()},
               {"highest_accepted_in_a_second", accepted_second_.highest()},
               {"highest_with_inbound_in_a_second", both_ways_.highest()},
               {"duplicates", duplicates_},
               {"messages", Json::array()}};
  for (const auto& [code, count] : refused_) json["refused"][std::to_string(code)] = count;
  for (const AcceptedSend& each : messages_) {
    json["messages"].push_back(
        {{"at_ms", each.at_ms}, {"to", each.to}, {"id", each.id}, {"type", each.type}, {"opaque", each.opaque}});
  }
  return json;
}

}  // namespace twinline::simulator
