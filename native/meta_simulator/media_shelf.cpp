#include "native/meta_simulator/media_shelf.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace twinline::simulator {
namespace {

constexpr std::int64_t life_ms = 30LL * 24 * 3'600'000;
constexpr std::size_t shelf_bytes = 512U << 20;
constexpr std::size_t mebibyte = 1U << 20;

struct Allowed {
  std::string_view mime_type;
  std::size_t most;
};

constexpr std::array<Allowed, 18> allowed = {{
    {"audio/aac", 16 * mebibyte},
    {"audio/mp4", 16 * mebibyte},
    {"audio/mpeg", 16 * mebibyte},
    {"audio/amr", 16 * mebibyte},
    {"audio/ogg", 16 * mebibyte},
    {"image/jpeg", 5 * mebibyte},
    {"image/png", 5 * mebibyte},
    {"image/webp", mebibyte / 2},
    {"video/mp4", 16 * mebibyte},
    {"video/3gpp", 16 * mebibyte},
    {"text/plain", 100 * mebibyte},
    {"application/pdf", 100 * mebibyte},
    {"application/msword", 100 * mebibyte},
    {"application/vnd.ms-excel", 100 * mebibyte},
    {"application/vnd.ms-powerpoint", 100 * mebibyte},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", 100 * mebibyte},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100 * mebibyte},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", 100 * mebibyte},
}};

std::string hex_sha256(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr);
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += digits[hash.at(i) >> 4U];
    out += digits[hash.at(i) & 15U];
  }
  return out;
}

const Allowed* allowed_type(std::string_view mime_type) {
  const std::string_view plain = mime_type.substr(0, mime_type.find(';'));
  const auto found =
      std::find_if(allowed.begin(), allowed.end(), [plain](const Allowed& each) { return each.mime_type == plain; });
  return found == allowed.end() ? nullptr : &*found;
}

}  // namespace

std::variant<std::string, GraphFault> MediaShelf::upload(const ReadCall& call, std::string_view number, std::string id,
                                                         std::int64_t now_ms) {
  if (call.text("messaging_product") != "whatsapp")
    return bad_parameter("The parameter messaging_product is required.");
  if (!call.file) return bad_parameter("The parameter file is required.");
  // What the part says counts; `type` is for those whose part says nothing.
  std::string mime_type = call.file->content_type;
  if (allowed_type(mime_type) == nullptr) mime_type = call.text("type");
  const Allowed* const found = allowed_type(mime_type);
  if (found == nullptr) {
    std::string list;
    for (const Allowed& each : allowed) {
      list += (list.empty() ? "" : ", ") + std::string(each.mime_type);
    }
    return bad_parameter("Param file must be a file with one of the following types: " + list +
                         ". Received file of type '" + call.file->content_type + "'.");
  }
  if (call.file->bytes.size() > found->most) {
    return GraphFault{.code = 131053,
                      .message = "(#131053) Media upload error",
                      .details = "The file is larger than " + std::to_string(found->most) + " bytes"};
  }
  media_.push_back({std::move(id), std::string(number), mime_type, hex_sha256(call.file->bytes),
                    std::string(call.file->bytes), now_ms});
  held_bytes_ += media_.back().bytes.size();
  while (held_bytes_ > shelf_bytes) {
    held_bytes_ -= media_.front().bytes.size();
    media_.pop_front();
  }
  return media_.back().id;
}

const Medium* MediaShelf::find(std::string_view id, std::int64_t now_ms) const {
  const auto found =
      std::find_if(media_.begin(), media_.end(), [id](const Medium& each) { return !id.empty() && each.id == id; });
  return found == media_.end() || now_ms - found->at_ms >= life_ms ? nullptr : &*found;
}

void MediaShelf::remove(std::string_view id) {
  const auto found = std::find_if(media_.begin(), media_.end(), [id](const Medium& each) { return each.id == id; });
  if (found == media_.end()) return;
  held_bytes_ -= found->bytes.size();
  media_.erase(found);
}

}  // namespace twinline::simulator
