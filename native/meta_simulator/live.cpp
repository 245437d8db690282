#include "native/meta_simulator/live.h"

#include <algorithm>
#include <array>
#include <utility>

#include "native/meta_simulator/shapes.h"
#include "native/meta_simulator/wamid.h"

namespace twinline::simulator {
namespace {

constexpr std::size_t remembered = 300;
constexpr std::int64_t edit_window_s = 15 * 60;  // Meta: text and captions can be edited for 15 minutes

Kind draw_kind(Random& random, bool from_me) {
  static constexpr std::array<Kind, 4> customer_media = {Kind::image, Kind::voice, Kind::sticker, Kind::video};
  // What the phone sends is documented to be echoed for these only.
  static constexpr std::array<Kind, 3> own_media = {Kind::image, Kind::document, Kind::video};
  const std::size_t ticket = random.below(100);
  if (ticket < 80) return Kind::text;
  if (from_me) return random.pick(own_media);
  return ticket < 94   ? random.pick(customer_media)
         : ticket < 97 ? Kind::location
         : ticket < 98 ? Kind::card
                       : Kind::undecodable;
}

}  // namespace

LiveTraffic::LiveTraffic(const World& world, std::uint64_t salt)
    : business_(world.business),
      people_(world.people),
      talkative_(world.plan.threads),
      random_(mix(salt, 7)),
      salt_(salt) {
  // The end of each conversation can be reacted to.
  for (std::size_t i = 0; i < world.messages.size(); ++i) {
    const Message& message = world.messages[i];
    if (i + 1 < world.messages.size() && world.messages[i + 1].person == message.person) continue;
    recent_.push_back(
        {message.person, message.from_me, message.kind, message.at_s, live_wamid(people_[message.person], message)});
  }
}

std::vector<LivePost> LiveTraffic::next(std::int64_t now_s) {
  const std::size_t ticket = random_.below(100);
  std::vector<LivePost> posts;
  if (ticket < 30) {
    posts = write(somebody(), true, 1, now_s);
  } else if (ticket < 38) {
    posts = react(now_s);
  } else if (ticket < 43) {
    posts = correct("edit", now_s);
  } else if (ticket < 46) {
    posts = correct("revoke", now_s);
  } else if (ticket < 50) {
    posts = change_contacts(now_s);
  } else if (ticket < 53) {
    Person newcomer = make_person(random_);
    newcomer.in_address_book = false;
    people_.push_back(std::move(newcomer));
    posts = write(static_cast<std::uint32_t>(people_.size() - 1), false, 1, now_s);
  } else if (ticket < 56 && !last_body_.empty()) {
    posts.push_back({0, "the same body again", last_body_});
  } else if (ticket < 60) {
    posts = write(somebody(), false, 2, now_s);
  }
  if (posts.empty()) posts = write(somebody(), false, 1, now_s);
  last_body_ = posts.front().body;
  return posts;
}

std::uint32_t LiveTraffic::somebody() {
  if (!active_.empty() && random_.chance(60)) return random_.pick(active_);
  return static_cast<std::uint32_t>(random_.below(talkative_));
}

std::vector<LivePost> LiveTraffic::write(std::uint32_t person, bool from_me, std::size_t count, std::int64_t now_s) {
  const Person& whom = people_[person];
  Json told = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const Message message{
        new_seed(), now_s + static_cast<std::int64_t>(i), person, draw_kind(random_, from_me), from_me, false};
    std::string quoted;
    if (random_.chance(10)) {
      const auto found = std::find_if(recent_.rbegin(), recent_.rend(),
                                      [person](const Written& written) { return written.person == person; });
      if (found != recent_.rend()) quoted = found->id;
    }
    const std::string id = live_wamid(whom, message);
    told.push_back(make_message(business_, whom, message, from_me ? Told::echo : Told::live, id, quoted));
    recent_.push_back({person, from_me, message.kind, message.at_s, id});
  }
  while (recent_.size() > remembered) recent_.pop_front();
  if (std::find(active_.begin(), active_.end(), person) == active_.end()) active_.push_back(person);
  if (active_.size() > 5) active_.erase(active_.begin());

  Json value = make_value(business_);
  std::vector<LivePost> posts;
  if (from_me) {
    value["message_echoes"] = std::move(told);
    posts.push_back({0, "the business writes", make_body(business_, "smb_message_echoes", value)});
    if (random_.chance(70)) add_statuses(posts, recent_.back());
  } else {
    value["contacts"] = Json::array({make_profile(whom)});
    value["messages"] = std::move(told);
    posts.push_back(
        {0, count > 1 ? "a customer writes twice" : "a customer writes", make_body(business_, "messages", value)});
  }
  return posts;
}

void LiveTraffic::add_statuses(std::vector<LivePost>& posts, const Written& echo) {
  std::vector<std::string_view> statuses = {"sent", "delivered"};
  if (random_.chance(60)) statuses.emplace_back("read");
  std::int64_t after_ms = 300;
  std::int64_t at_s = echo.at_s;
  std::vector<LivePost> told;
  for (const std::string_view status : statuses) {
    Json value = make_value(business_);
    value["statuses"] = Json::array({make_status(people_[echo.person], echo.id, status, at_s++)});
    told.push_back({0, "status " + std::string(status), make_body(business_, "messages", value)});
  }
  if (random_.chance(20)) std::swap(told[told.size() - 1], told[told.size() - 2]);
  for (LivePost& post : told) {
    post.after_ms = after_ms;
    after_ms += random_.between(100, 900);
    posts.push_back(std::move(post));
  }
}

LivePost LiveTraffic::post_event(const Written& target, std::string_view type, const Json& content,
                                 std::int64_t now_s) {
  const Person& person = people_[target.person];
  const bool from_me = target.from_me != (type == "reaction");
  const std::string id = make_wamid(person.wamid_phone, from_me, make_device_id(new_seed()));
  Json value = make_value(business_);
  if (!from_me) value["contacts"] = Json::array({make_profile(person)});
  value[from_me ? "message_echoes" : "messages"] =
      Json::array({make_event(business_, person, from_me, id, now_s, type, content)});
  return {0, std::string(type) + (from_me ? " by the business" : " by a customer"),
          make_body(business_, from_me ? "smb_message_echoes" : "messages", value)};
}

std::vector<LivePost> LiveTraffic::correct(std::string_view type, std::int64_t now_s) {
  std::vector<std::size_t> fresh;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    if (recent_[i].kind == Kind::text && recent_[i].at_s > now_s - edit_window_s) fresh.push_back(i);
  }
  if (fresh.empty()) return {};
  const std::size_t index = random_.pick(fresh);
  const Written target = recent_[index];
  Json content = {{"original_message_id", target.id}};
  if (type == "edit") {
    const std::string text = make_text(random_, *people_[target.person].language, target.from_me);
    content["message"] = {{"context", {{"id", "M0"}}}, {"type", "text"}, {"text", {{"body", text}}}};
  } else {
    recent_.erase(recent_.begin() + static_cast<std::ptrdiff_t>(index));
  }
  return {post_event(target, type, content, now_s)};
}

std::vector<LivePost> LiveTraffic::react(std::int64_t now_s) {
  static constexpr std::array<std::string_view, 6> emojis = {"👍", "❤️", "😂", "🙏", "😮", "👏🏿"};
  // Reactions of the business are in no documented echo, so only customers react here.
  std::vector<std::size_t> own;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    if (recent_[i].from_me) own.push_back(i);
  }
  if (own.empty()) return {};
  const Written target = recent_[random_.pick(own)];
  Json content = {{"message_id", target.id}, {"emoji", random_.pick(emojis)}};
  if (random_.chance(10)) content.erase("emoji");
  if (random_.chance(10)) content["emoji"] = "";
  return {post_event(target, "reaction", content, now_s)};
}

std::vector<LivePost> LiveTraffic::change_contacts(std::int64_t now_s) {
  const std::size_t ticket = random_.below(100);
  std::string what = "a contact is renamed";
  std::size_t index = random_.below(talkative_);
  if (ticket < 20) {
    what = "a contact is added";
    people_.push_back(make_person(random_));
    index = people_.size() - 1;
  } else if (ticket < 35) {
    what = "a contact is removed";
  } else {
    Person& person = people_[index];
    person.full_name = make_full_name(random_, *person.language, person.first_name);
  }
  const bool removed = ticket >= 20 && ticket < 35;
  people_[index].in_address_book = !removed;
  Json value = make_value(business_);
  value["state_sync"] = Json::array({make_contact(people_[index], removed, now_s * 1000 + random_.between(0, 999))});
  return {{0, what, make_body(business_, "smb_app_state_sync", value)}};
}

}  // namespace twinline::simulator
