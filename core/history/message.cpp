#include "core/history/message.h"

#include <array>

#include "core/json/writer.h"

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

// packed := (size bytes) six times; size is 7 bits a byte, lowest first, the top bit says that more follow
std::string Content::pack() const {
  std::string packed;
  for (const auto part : {type, text, media, content, reply_to, errors}) {
    auto size = part.size();
    while (size >= 0x80) {
      packed += static_cast<char>(size | 0x80U);
      size >>= 7U;
    }
    packed += static_cast<char>(size);
    packed += part;
  }
  return packed;
}

Content Content::unpack(std::string_view packed) {
  Content content;
  if (packed.empty()) return content;
  for (auto* const part :
       {&content.type, &content.text, &content.media, &content.content, &content.reply_to, &content.errors}) {
    *part = take_part(packed);
  }
  return content;
}

Status parse_status(std::string_view text) {
  for (std::size_t i = 1; i < status_names.size(); ++i) {
    if (text == status_names[i]) return static_cast<Status>(i);
  }
  return Status::none;
}

std::string_view to_string(Status status) { return status_names[static_cast<std::size_t>(status)]; }

}  // namespace twinline
