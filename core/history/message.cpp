#include "core/history/message.h"

#include <algorithm>
#include <array>

#include "core/copy_text.h"
#include "core/json/writer.h"
#include "core/same_text.h"

namespace twinline {

namespace {

int rank_of(Origin origin) {
  switch (origin) {
    case Origin::history_media:
      return 0;
    case Origin::history:
      return 1;
    default:
      return 2;
  }
}

constexpr std::array<std::string_view, 6> status_names = {"", "pending", "sent", "delivered", "read", "played"};

}  // namespace

bool Placed::better_than(const Placed& other) const {
  if (rank_of(by) != rank_of(other.by)) return rank_of(by) > rank_of(other.by);
  if (is_believable(at) != is_believable(other.at)) return is_believable(at);
  return std::tuple(at, out, peer, group, to_string(by)) <
         std::tuple(other.at, other.out, other.peer, other.group, to_string(other.by));
}

int Content::rank() const {
  if (type.empty() || type == "unsupported" || type == "errors") return 0;
  return type == "media_placeholder" ? 1 : 2;
}

void Content::print(std::string& json) const {
  Writer(json)
      .begin_object()
      .some("type", type)
      .some("text", text)
      .some_json("media", media)
      .some_json("content", content)
      .some("reply_to", reply_to)
      .some_json("errors", errors)
      .end_object();
}

bool Content::better_than(const Content& other) const {
  if (rank() != other.rank()) return rank() > other.rank();
  if (type != other.type) return type > other.type;
  std::string mine, theirs;
  print(mine);
  other.print(theirs);
  if (mine.size() != theirs.size()) return mine.size() > theirs.size();
  return mine > theirs;
}

bool Content::operator==(const Content& other) const {
  return same_text(type, other.type) && same_text(text, other.text) && same_text(media, other.media) &&
         same_text(content, other.content) && same_text(reply_to, other.reply_to) && same_text(errors, other.errors);
}

// packed := (size bytes) six times; size is 7 bits a byte, lowest first, the top bit says that more follow. Sizes of 0 at the
// end are left out: most messages have a type and a text.
std::size_t Content::packed_size() const {
  const auto with_size = [](std::string_view part) {
    std::size_t bytes = 1 + part.size();
    for (std::size_t size = part.size(); size >= 0x80; size >>= 7U) ++bytes;
    return bytes;
  };
  std::size_t all = with_size(type), needed = type.empty() ? 0 : all;
  if (is_plain()) return text.empty() ? needed : all + with_size(text);
  for (const auto part : {text, media, content, reply_to, errors}) {
    all += with_size(part);
    if (!part.empty()) needed = all;
  }
  return needed;
}

void Content::pack(char* to, std::size_t size) const {
  const char* const end = to + size;
  const auto put = [&to](std::string_view part) {
    std::size_t left = part.size();
    for (; left >= 0x80; left >>= 7U) *to++ = static_cast<char>(left | 0x80U);
    *to++ = static_cast<char>(left);
    to = copy_text(part, to);
  };
  put(type);
  if (to != end) put(text);
  if (to == end) return;
  for (const auto part : {media, content, reply_to, errors}) {
    if (to == end) break;
    put(part);
  }
}

Content Content::unpack(std::string_view packed) {
  Content content;
  for (auto* const part :
       {&content.type, &content.text, &content.media, &content.content, &content.reply_to, &content.errors}) {
    if (packed.empty()) break;
    *part = take_part(packed);
  }
  return content;
}

Status parse_status(std::string_view text) {
  for (std::size_t i = 1; i < status_names.size(); ++i) {
    if (same_text(text, status_names[i])) return static_cast<Status>(i);
  }
  return Status::none;
}

std::string_view to_string(Status status) { return status_names[static_cast<std::size_t>(status)]; }

}  // namespace twinline
