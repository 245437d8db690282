#include "native/api/facts_stream.h"

#include <algorithm>
#include <string_view>

#include "core/decode/events.h"
#include "core/json/scan.h"
#include "core/json/writer.h"

namespace twinline {
namespace {

constexpr std::size_t step_deliveries = 512;
constexpr std::size_t step_bytes = 1U << 20;

// Ids are base64 as a rule, and some writers escape its "/".
std::string longest_plain_piece(std::string_view id) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
  std::string_view longest;
  while (!id.empty()) {
    const auto piece = id.substr(0, id.find_first_not_of(plain));
    if (piece.size() > longest.size()) longest = piece;
    id.remove_prefix(std::min(piece.size() + 1, id.size()));
  }
  return std::string(longest);
}

}  // namespace

FactsStream::FactsStream(Journal& journal, std::string number, std::vector<std::string> ids)
    : journal_(journal), number_(std::move(number)), ids_(std::move(ids)) {
  for (const std::string& id : ids_) marks_.push_back(longest_plain_piece(id));
}

ResponseStream::Piece FactsStream::next() {
  Piece piece;
  if (!started_) {
    auto lanes = journal_.lanes();
    if (!lanes) return {.last = true};  // an answer that is cut off is no JSON, so nobody takes it for the whole
    lanes_ = *std::move(lanes);
    started_ = true;
    piece.bytes = "{\"facts\":[";
  }
  if (lanes_.empty()) {
    piece.bytes += "]}\n";
    piece.last = true;
    return piece;
  }
  const auto deliveries = journal_.read(lanes_.back(), after_, step_deliveries, step_bytes);
  if (!deliveries) return {.last = true};
  for (const Delivery& delivery : *deliveries) look_at(delivery, piece.bytes);
  if (deliveries->empty()) {
    lanes_.pop_back();
    after_ = 0;
  } else {
    after_ = deliveries->back().seq;
  }
  piece.bytes += '\n';
  return piece;
}

void FactsStream::look_at(const Delivery& delivery, std::string& answer) {
  const auto occurs = [&delivery](const std::string& mark) { return delivery.body.find(mark) != std::string::npos; };
  if (std::none_of(marks_.begin(), marks_.end(), occurs)) return;
  const auto batch = delivery.kind == Delivery::Kind::webhook
                         ? decoder_(delivery.body, Source{delivery.received_ms, delivery.onboarding})
                         : decoder_(delivery.body);
  if (!batch) return;
  std::string events;
  write_events_about(**batch, number_, ids_, events);
  for (std::string_view rest = events; !rest.empty();) {
    const std::string_view event = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(event.size() + 1);
    std::string fact;
    Writer(fact)
        .begin_object()
        .member("delivery", delivery.seq)
        .some("lane", delivery.lane)
        .member("received", delivery.received_ms)
        .member_json("path", find_member(event, "path"))
        .member_json("event", event)
        .end_object();
    if (any_) answer += ',';
    any_ = true;
    answer += fact;
  }
}

}  // namespace twinline
