#include "tests/support/events.h"

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "core/history/history.h"
#include "tests/support/catch.h"

namespace twinline::test {

namespace {

std::vector<nlohmann::json> parsed_lines(const std::string& lines) {
  std::vector<nlohmann::json> values;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    values.push_back(nlohmann::json::parse(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                           lines.begin() + static_cast<std::ptrdiff_t>(end)));
    at = end + 1;
  }
  return values;
}

}  // namespace

std::vector<nlohmann::json> events_of(std::string_view body) {
  Decoder decoder;
  const auto batch = decoder(body);
  REQUIRE(batch);
  std::string lines;
  write_events(**batch, {}, lines);
  return parsed_lines(lines);
}

std::vector<nlohmann::json> records_of(const std::vector<std::string>& bodies) {
  Decoder decoder;
  History history;
  for (const std::string& body : bodies) {
    const auto batch = decoder(body);
    REQUIRE(batch);
    history.apply(**batch);
  }
  std::string lines;
  history.write_records([&lines](std::string_view piece) { lines += piece; });
  auto records = parsed_lines(lines);
  records.erase(records.begin());
  return records;
}

std::vector<nlohmann::json> records_of(const std::vector<std::string>& bodies, std::string_view kind) {
  std::vector<nlohmann::json> wanted;
  for (auto& record : records_of(bodies)) {
    if (record["record"] == kind) wanted.push_back(std::move(record));
  }
  return wanted;
}

std::string webhook(std::string_view field, std::string_view members) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"102","changes":[{"value":{"messaging_product":"whatsapp",)"
         R"("metadata":{"display_phone_number":"15550783881","phone_number_id":"106"},)" +
         std::string(members) + R"(},"field":")" + std::string(field) + "\"}]}]}";
}

std::string account_webhook(std::string_view field, std::string_view value) {
  return R"({"object":"whatsapp_business_account","entry":[{"id":"102","time":1739212624,"changes":[{"value":)" +
         std::string(value) + R"(,"field":")" + std::string(field) + "\"}]}]}";
}

}  // namespace twinline::test
