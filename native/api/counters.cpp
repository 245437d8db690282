#include "native/api/counters.h"

#include <string_view>

namespace twinline {
namespace {

void add(std::string& text, std::string_view name, std::string_view type, std::string_view help, std::int64_t value) {
  text.append("# HELP ")
      .append(name)
      .append(" ")
      .append(help)
      .append("\n# TYPE ")
      .append(name)
      .append(" ")
      .append(type);
  text.append("\n").append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

std::string metrics_text(const Counters& counters, std::size_t followers, const SendingFigures& sending) {
  std::string text;
  add(text, "twinline_deliveries_total", "counter", "Deliveries in the journal.", counters.deliveries);
  add(text, "twinline_projected_total", "counter", "Deliveries whose facts are in the records.", counters.projected);
  add(text, "twinline_issues_total", "counter", "Deliveries kept but not wholly understood.", counters.issues);
  add(text, "twinline_received_bytes_total", "counter", "Bytes of webhook bodies taken since the start.",
      counters.received_bytes);
  add(text, "twinline_refused_signatures_total", "counter", "Webhooks refused for their signature since the start.",
      counters.refused_signatures);
  add(text, "twinline_store_failures_total", "counter", "Failed commits since the start.", counters.store_failures);
  add(text, "twinline_records_saved_total", "counter", "Records written since the start.", counters.records_saved);
  add(text, "twinline_followers", "gauge", "Streams that follow records.", static_cast<std::int64_t>(followers));
  add(text, "twinline_sends_started_total", "counter", "Attempts to send a message whose first byte was written.",
      sending.started);
  add(text, "twinline_sends_unconnected_total", "counter", "Attempts of which no byte was written.", sending.unsent);
  add(text, "twinline_sends_accepted_total", "counter", "Messages that Meta accepted.", sending.accepted);
  add(text, "twinline_sends_failed_total", "counter", "Messages that Meta refused for good.", sending.failed);
  add(text, "twinline_sends_dropped_total", "counter", "Messages that were never accepted nor refused.",
      sending.dropped);
  add(text, "twinline_sends_in_doubt_total", "counter", "Messages whose answer was lost.", sending.in_doubt);
  return text;
}

}  // namespace twinline
