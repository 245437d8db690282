#include "core/decode/media.h"

#include "core/json/writer.h"

namespace twinline {

void append_media(const Batch& batch, const Fact& fact, Slot first, std::string& json) {
  if (!fact.has(Mark::media) && !fact.has(Mark::original_media)) return;
  static constexpr std::string_view names[] = {"id", "mime", "sha256", "url", "filename"};
  const std::size_t begin = json.size();
  json += '{';
  Writer writer(json);
  auto slot = static_cast<std::uint8_t>(first);
  for (const auto name : names) writer.some(name, batch.text(fact, static_cast<Slot>(slot++)));
  if (batch.text(fact, static_cast<Slot>(slot)) == "true") writer.member_true("voice");
  if (json.size() == begin + 1) {
    json.resize(begin);
  } else {
    json += '}';
  }
}

}  // namespace twinline
