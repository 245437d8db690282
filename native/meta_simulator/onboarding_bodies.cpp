#include "native/meta_simulator/onboarding_bodies.h"

#include <utility>

#include "native/meta_simulator/content.h"
#include "native/meta_simulator/random.h"
#include "native/meta_simulator/shapes.h"

namespace twinline::simulator {
namespace {

Json thread_of(const Person& person) {
  Json thread = Json::object();
  if (!person.phone.empty()) thread["id"] = person.phone;
  if (!person.user_id.empty()) {
    Json context = Json::object();
    if (!person.phone.empty()) context["wa_id"] = person.phone;
    context["user_id"] = person.user_id;
    if (!person.username.empty()) context["username"] = person.username;
    thread["context"] = std::move(context);
  }
  thread["messages"] = Json::array();
  return thread;
}

Json chunk_of(const World& world, const Chunk& chunk) {
  Json threads = Json::array();
  for (std::size_t i = 0; i < chunk.messages.size(); ++i) {
    const std::uint32_t index = chunk.messages[i];
    const std::uint32_t person = world.messages[index].person;
    if (i == 0 || world.messages[chunk.messages[i - 1]].person != person) {
      threads.push_back(thread_of(world.people[person]));
    }
    threads.back()["messages"].push_back(make_message(world, index, Told::history));
  }
  return {{"metadata", {{"phase", chunk.phase}, {"chunk_order", chunk.order}, {"progress", chunk.progress}}},
          {"threads", std::move(threads)}};
}

}  // namespace

MediaRoute media_route(const World& world, std::uint32_t message) {
  const Message& medium = world.messages[message];
  if (!medium.from_me) return MediaRoute::history_messages;
  Random random(mix(medium.seed, route_stream));
  const std::size_t ticket = random.below(100);
  return ticket < 25   ? MediaRoute::history_messages
         : ticket < 50 ? MediaRoute::history_echoes
         : ticket < 60 ? MediaRoute::history_echoes_no_peer
                       : MediaRoute::smb_echoes;
}

std::string contacts_body(const World& world, std::size_t begin, std::size_t end) {
  Json value = make_value(world.business);
  value["state_sync"] = Json::array();
  for (std::size_t i = begin; i < end; ++i) {
    const Person& person = world.people[i];
    if (!person.in_address_book) continue;
    // The time of the last change on the phone, some of them long ago.
    Random random(mix(world.plan.seed, 0xc0417ac7 + i));
    const std::int64_t at_ms =
        (world.plan.onboarded_at_s - random.between(60, 400 * day_s)) * 1000 + random.between(0, 999);
    value["state_sync"].push_back(make_contact(person, false, at_ms));
  }
  return make_body(world.business, "smb_app_state_sync", value);
}

std::string contact_removal_body(const World& world, std::size_t person) {
  Json value = make_value(world.business);
  value["state_sync"] = Json::array({make_contact(world.people[person], true, 0)});
  return make_body(world.business, "smb_app_state_sync", value);
}

std::string history_body(const World& world, std::span<const Chunk> chunks) {
  Json value = make_value(world.business);
  value["history"] = Json::array();
  for (const Chunk& chunk : chunks) value["history"].push_back(chunk_of(world, chunk));
  return make_body(world.business, "history", value);
}

std::string media_body(const World& world, std::span<const std::uint32_t> media) {
  const MediaRoute route = media_route(world, media.front());
  const bool as_messages = route == MediaRoute::history_messages;
  const bool with_peer = route == MediaRoute::history_echoes || route == MediaRoute::smb_echoes;
  Json value = make_value(world.business);
  Json told = Json::array();
  for (const std::uint32_t index : media) {
    told.push_back(make_message(world, index, with_peer ? Told::echo : Told::history_media));
  }
  value[as_messages ? "messages" : "message_echoes"] = std::move(told);
  return make_body(world.business, route == MediaRoute::smb_echoes ? "smb_message_echoes" : "history", value);
}

std::string live_body(const World& world, std::uint32_t message) {
  const Message& live = world.messages[message];
  Json value = make_value(world.business);
  if (live.from_me) {
    value["message_echoes"] = Json::array({make_message(world, message, Told::echo)});
    return make_body(world.business, "smb_message_echoes", value);
  }
  value["contacts"] = Json::array({make_profile(world.people[live.person])});
  value["messages"] = Json::array({make_message(world, message, Told::live)});
  return make_body(world.business, "messages", value);
}

}  // namespace twinline::simulator
