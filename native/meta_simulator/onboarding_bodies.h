// The bodies of an onboarding, each from the part of the world that it tells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "native/meta_simulator/onboarding.h"

namespace twinline::simulator {

// The ways in which a medium follows its placeholder. All of them were seen; Meta documents the first two.
enum class MediaRoute : std::uint8_t {
  history_messages,        // field `history`, `messages`; the peer of an own one is not told
  history_echoes,          // field `history`, `message_echoes`, for own ones
  history_echoes_no_peer,  // the same without `to`
  smb_echoes,              // field `smb_message_echoes`, as if it were new
};

// Requires: the message is a medium.
MediaRoute media_route(const World& world, std::uint32_t message);

std::string contacts_body(const World& world, std::size_t begin, std::size_t end);
std::string contact_removal_body(const World& world, std::size_t person);
std::string history_body(const World& world, std::span<const Chunk> chunks);
// Requires: at least one medium, all of one route.
std::string media_body(const World& world, std::span<const std::uint32_t> media);
std::string live_body(const World& world, std::uint32_t message);

}  // namespace twinline::simulator
