// Messages, statuses, contacts, profiles, errors and chunks.
#include "tests/support/slow_walk.h"

namespace twinline::test::slow {

namespace {

const Names edited_objects = {"image", "video", "audio", "document", "sticker", "context"};
const Names status_slots = {"id",
                            "status",
                            "timestamp",
                            "recipient_id",
                            "recipient_user_id",
                            "recipient_type",
                            "recipient_participant_id",
                            "recipient_participant_user_id",
                            "biz_opaque_callback_data",
                            "pricing",
                            "errors"};

}  // namespace

Person with_username(Person person, const Tree& beside) {
  const auto look = [&](const std::string& wanted) {
    each(inner(beside, "contacts"), "", [&](const Tree& contact, const std::string&) {
      const std::string username = text(inner(contact, "profile"), "username");
      const bool same = phone(contact, "wa_id") == wanted || text(contact, "user_id") == wanted;
      if (!wanted.empty() && same && person.username.empty()) person.username = username;
    });
  };
  look(person.user_id);
  look(person.phone);
  return person;
}

void Walk::message(const Tree& object, const std::string& path, const Around& around, const Tree* thread, bool echo,
                   const Tree& beside) {
  const std::string type = text(object, "type");
  const auto own = [&](const std::string& name) {
    return (type == name || type.empty()) && has_object(inner(object, name));
  };
  static const Names slots = {"id",       "from",      "from_user_id", "to",   "to_user_id",
                              "group_id", "timestamp", "type",         "text", "errors"};
  static const Names objects = {"image",           "video",    "audio", "document", "sticker", "context",
                                "history_context", "reaction", "edit",  "revoke",   "system"};
  Json rest = others(object, slots, objects);
  Json nested = Json::object();
  add_others_of_content(nested, object);
  add_others(nested, object, "history_context", {"status", "from_me"}, {});
  add_others(nested, object, "reaction", {"message_id", "emoji"}, {});
  add_others(nested, object, "revoke", {"original_message_id"}, {});
  add_others(nested, object, "edit", {"original_message_id"}, {"message"});
  add_others(nested, object, "system", {"type", "wa_id", "user_id", "previous_user_id"}, {});
  const Tree& edited = edited_content(inner(object, "edit"));
  Json new_content;
  if (edited.is_object()) {
    Json left = others(edited, {"type", "text"}, edited_objects);
    if (const std::string own_name = text(edited, "type"); left.contains(own_name)) {
      new_content = left[own_name];
      left.erase(own_name);
    }
    add_others_of_content(left, edited);
    add_others(left, edited, "context", {"id"}, {});
    if (!left.empty()) nested["message"] = left;
  }
  if (type == "system") {
    rest.update(nested);
    return identity(object, path, around, rest, thread);
  }
  const std::string kind = own("revoke") ? "revoke" : own("edit") ? "edit" : own("reaction") ? "reaction" : "message";
  const bool plain_message = kind == "message";

  Json& event = add(kind, path, around);
  put(event, "id", scalar(object, "id"));
  if (kind == "reaction") put(event, "target", scalar(inner(object, "reaction"), "message_id"));
  if (kind == "edit") put(event, "target", scalar(inner(object, "edit"), "original_message_id"));
  if (kind == "revoke") put(event, "target", scalar(inner(object, "revoke"), "original_message_id"));

  const std::string from = phone(object, "from");
  const bool from_business = same_number(from, around.phone);
  Person peer;
  bool out = echo || from_business;
  std::string origin = around.field == "history" ? "history_media" : out ? "echo" : "live";
  if (thread != nullptr) {
    out = from_business || text(inner(object, "history_context"), "from_me") == "true";
    origin = "history";
    const Tree& context = inner(*thread, "context");
    peer = {phone(*thread, "id"), text(context, "user_id"), text(context, "username")};
    if (peer.phone.empty()) peer.phone = phone(context, "wa_id");
    const std::string from_me = text(inner(object, "history_context"), "from_me"), to = phone(object, "to");
    if (!out && from_me != "false") {
      const bool contact_known = !peer.phone.empty() && peer.phone.find_first_not_of("0123456789") == std::string::npos;
      const bool to_somebody = !to.empty() && !same_number(to, around.phone);
      if (from.empty()) {
        out = text(object, "from_user_id").empty() && to_somebody;
      } else if (around.phone.empty()) {
        out = contact_known ? !same_number(from, peer.phone) : to_somebody;
      }
    }
    const std::string named = out ? to : from, user = text(object, out ? "to_user_id" : "from_user_id");
    const bool fits = (peer.phone.empty() || named.empty() || same_number(peer.phone, named)) &&
                      (peer.user_id.empty() || user.empty() || peer.user_id == user);
    // Nobody knows whether `from` is the business.
    const bool doubtful =
        around.phone.empty() && from_me.empty() && peer.phone.empty() && !peer.user_id.empty() && user != peer.user_id;
    if (fits && !doubtful && peer.phone.empty()) peer.phone = named;
    if (fits && peer.user_id.empty()) peer.user_id = user;
  } else {
    peer = out ? Person{phone(object, "to"), text(object, "to_user_id"), ""}
               : Person{from, text(object, "from_user_id"), ""};
    peer = with_username(peer, beside);
  }
  event["direction"] = out ? "out" : "in";
  event["origin"] = origin;
  put(event, "peer", peer);
  put(event, "group", text(object, "group_id"));
  put_time(event, seconds(text(object, "timestamp")));
  if (kind == "reaction") put(event, "emoji", scalar(inner(object, "reaction"), "emoji"));

  // Whose text and medium: the message's own, or the new ones of an edit.
  if (plain_message || kind == "edit") {
    const Tree& single = plain_message ? object : edited_content(inner(object, "edit"));
    put(event, "type", scalar(single, "type"));
    Found shown = scalar(inner(single, "text"), "body");
    if (is_scalar(inner(single, "text"))) shown = {true, text_of(inner(single, "text"))};
    Json media = Json::object();
    if (const std::string name = medium_of(single); !name.empty()) {
      const Tree& medium = inner(single, name);
      if (!shown.there) shown = scalar(medium, "caption");
      put(media, "id", text(medium, "id"));
      put(media, "mime", text(medium, "mime_type"));
      put(media, "sha256", text(medium, "sha256"));
      put(media, "url", text(medium, "url"));
      put(media, "filename", text(medium, "filename"));
      if (text(medium, "voice") == "true") media["voice"] = true;
    }
    put(event, "text", shown);
    if (!media.empty()) event["media"] = media;
  }
  if (plain_message) {
    if (rest.contains(type)) {
      event["content"] = rest[type];
      rest.erase(type);
    }
    Found status = scalar(inner(object, "history_context"), "status");
    status.text = lower(status.text);
    put(event, "status", status);
  }
  if (kind == "edit" && !new_content.is_null()) event["content"] = new_content;
  put(event, "reply_to", scalar(inner(object, "context"), "id"));
  put_json(event, "errors", inner(object, "errors"));
  rest.update(nested);
  Json context = Json::object();
  each(inner(object, "context"), "",
       [&](const Tree& part, const std::string&) { context.update(others(part, {"id"}, {})); });
  if (!context.empty()) event["context"] = context;
  put_rest(event, rest);
}

void Walk::identity(const Tree& object, const std::string& path, const Around& around, const Json& rest_of,
                    const Tree* thread) {
  Json rest = rest_of;
  const Tree& system = inner(object, "system");
  Person sender{phone(object, "from"), text(object, "from_user_id"), ""};
  if (thread != nullptr && !sender.known()) {
    const Tree& context = inner(*thread, "context");
    sender = {phone(*thread, "id"), text(context, "user_id"), ""};
    if (sender.phone.empty()) sender.phone = phone(context, "wa_id");
  }
  Person now{phone(system, "wa_id"), text(system, "user_id"), ""}, before;
  if (!now.known()) {
    now = sender;
  } else {
    if (now.phone.empty()) {
      now.phone = sender.phone;
    } else {
      before.phone = sender.phone;
    }
    before.user_id = text(system, "previous_user_id");
    if (before.user_id.empty() && sender.user_id != now.user_id) before.user_id = sender.user_id;
  }
  Json& event = add("identity", path, around);
  put(event, "kind", scalar(system, "type"));
  put(event, "peer", now);
  put(event, "previous", before);
  put_time(event, seconds(text(object, "timestamp")));
  put(event, "reply_to", scalar(inner(object, "context"), "id"));
  put_json(event, "errors", inner(object, "errors"));
  Json context = Json::object();
  each(inner(object, "context"), "",
       [&](const Tree& part, const std::string&) { context.update(others(part, {"id"}, {})); });
  if (!context.empty()) event["context"] = context;
  put_rest(event, rest);
}

void Walk::status(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Person participant{phone(object, "recipient_participant_id"), text(object, "recipient_participant_user_id"),
                           ""};
  const bool group = participant.known() || lower(text(object, "recipient_type")) == "group";
  const Person recipient{phone(object, "recipient_id"), text(object, "recipient_user_id"), ""};
  const Person peer = group ? participant : recipient;
  Found step = scalar(object, "status");
  step.text = lower(step.text);
  const long long at = seconds(text(object, "timestamp"));
  if (around.field == "calls") {
    Json& event = add("call", path, around);
    put(event, "id", text(object, "id"));
    put(event, "name", step.text);
    if (peer.known()) event["direction"] = "out";
    put(event, "peer", with_username(peer, beside));
    put_time(event, at != 0 ? at : around.time);
    Json content = Json::object();
    for (const std::string name :
         {"id", "timestamp", "recipient_user_id", "recipient_participant_user_id", "biz_opaque_callback_data"})
      put(content, name, scalar(object, name));
    for (const std::string name : {"status", "recipient_type"}) {
      Found found = scalar(object, name);
      found.text = lower(found.text);
      put(content, name, found);
    }
    for (const std::string name : {"recipient_id", "recipient_participant_id"}) {
      Found found = scalar(object, name);
      found.text = digits(found.text);
      put(content, name, found);
    }
    put_json(content, "pricing", inner(object, "pricing"));
    put_json(content, "errors", inner(object, "errors"));
    content.update(others(object, status_slots, {}));
    event["content"] = content;
    return;
  }
  Json& event = add("status", path, around);
  put(event, "id", scalar(object, "id"));
  put(event, "status", step);
  put_time(event, at);
  put(event, "peer", with_username(peer, beside));
  if (group) put(event, "group", recipient.phone);
  put(event, "opaque", scalar(object, "biz_opaque_callback_data"));
  put_json(event, "pricing", inner(object, "pricing"));
  put_json(event, "errors", inner(object, "errors"));
  Json rest = others(object, status_slots, {});
  put_rest(event, rest);
}

void Walk::contact(const Tree& object, const std::string& path, const Around& around) {
  const Tree& card = inner(object, "contact");
  const Person person{phone(card, "phone_number"), text(card, "user_id"), text(card, "username")};
  const std::string type = lower(text(object, "type"));
  const bool named = !person.phone.empty() || !person.user_id.empty();
  if (type != "contact" && !(type.empty() && named)) return unknown(path, around);
  Json& event = add("contact", path, around);
  Found action = scalar(object, "action");
  action.text = lower(action.text);
  put(event, "action", action);
  put(event, "peer", person);
  const std::string full = text(card, "full_name");
  put(event, "name", full.empty() ? text(card, "first_name") : full);
  put_time(event, seconds(text(inner(object, "metadata"), "timestamp")));
  Json rest = others(object, {"type", "action"}, {"contact", "metadata"});
  add_others(rest, object, "contact", {"phone_number", "user_id", "username", "full_name", "first_name"}, {});
  add_others(rest, object, "metadata", {"timestamp"}, {});
  put_rest(event, rest);
}

void Walk::profile(const Tree& object, const std::string& path, const Around& around, const Tree& beside) {
  const Tree& profile = inner(object, "profile");
  const Found name = scalar(profile, "name");
  const Person person{phone(object, "wa_id"), text(object, "user_id"), text(profile, "username")};
  Json rest = others(object, {"wa_id", "user_id"}, {"profile"});
  add_others(rest, object, "profile", {"name", "username"}, {});
  const bool links = !person.phone.empty() && !person.user_id.empty();
  if (!name.there && !links && person.username.empty() && rest.empty()) return;
  long long latest = 0;
  for (const std::string list : {"messages", "message_echoes"}) {
    each(inner(beside, list), "", [&](const Tree& message, const std::string&) {
      const std::string from = phone(message, "from"), user = text(message, "from_user_id");
      const auto is = [&](const std::string& sender) {
        return !sender.empty() && (sender == person.phone || sender == person.user_id);
      };
      if (is(from) || is(user)) latest = std::max(latest, seconds(text(message, "timestamp")));
    });
  }
  Json& event = add("profile", path, around);
  put(event, "peer", person);
  put(event, "name", name);
  put_time(event, latest);
  put_rest(event, rest);
}

void Walk::errors(const Tree& value, const std::string& path, const Around& around) {
  if (value.is_null() || (value.is_array() && value.empty())) return;
  const auto declined = [](const Tree& error) {
    for (const std::string name : {"code", "error_subcode"}) {
      long long code = 0;
      if (error.is_object() && integer(text(error, name), code) && code == 2593109) return true;
    }
    return false;
  };
  const Tree list = value.is_array() ? value : Tree::array({value});
  const Tree* first = nullptr;
  Tree rest = Tree::array();
  for (const Tree& error : list) {
    if (!declined(error)) {
      rest.push_back(error);
    } else if (first == nullptr) {
      first = &error;
    }
  }
  if (first != nullptr) {
    Json& event = add("history_declined", path, around);
    event["code"] = 2593109;
    put(event, "title", text(*first, "title"));
    if (!rest.empty()) add("error", path, around)["errors"] = plain(rest);
  } else {
    add("error", path, around)["errors"] = plain(value);
  }
}

void Walk::chunk(const Tree& object, const std::string& path, const Around& around) {
  const Json beside = others(object, {"errors"}, {"metadata", "threads"});
  if (!beside.empty()) unknown(path, around, beside);
  for (const auto& [name, value] : object.items()) {
    if (name == "errors") errors(value, path + "/errors", around);
    if (name == "metadata" && has_object(value)) {
      int threads = 0, messages = 0;
      each(inner(object, "threads"), "", [&](const Tree& thread, const std::string&) {
        ++threads;
        each(inner(thread, "messages"), "", [&](const Tree&, const std::string&) { ++messages; });
      });
      Json& event = add("history_chunk", path, around);
      long long number = 0;
      if (integer(text(value, "phase"), number)) event["phase"] = number;
      if (integer(text(value, "chunk_order"), number)) event["chunk"] = number;
      if (integer(text(value, "progress"), number)) event["progress"] = number;
      event["threads"] = threads;
      event["messages"] = messages;
      Json rest = Json::object();
      each(value, "", [&](const Tree& data, const std::string&) {
        rest.update(others(data, {"phase", "chunk_order", "progress"}, {}));
      });
      put_rest(event, rest);
    }
    if (name != "threads") continue;
    each(value, path + "/threads", [&](const Tree& thread, const std::string& at) {
      Json left = others(thread, {"id"}, {"context", "messages"});
      add_others(left, thread, "context", {"wa_id", "user_id", "username"}, {});
      if (!left.empty()) unknown(at, around, left);
      each(inner(thread, "messages"), at + "/messages", [&](const Tree& message, const std::string& there) {
        this->message(message, there, around, &thread, false, nothing);
      });
    });
  }
}

}  // namespace twinline::test::slow
