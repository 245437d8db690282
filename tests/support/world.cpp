#include "tests/support/world.h"

#include <algorithm>
#include <array>

#include "core/history/erasure.h"
#include "tests/support/wamid.h"

namespace twinline::test {

namespace {

constexpr std::string_view business = "15550783881";

std::string member(std::string_view name, std::string_view text) {
  return text.empty() ? std::string() : ",\"" + std::string(name) + "\":\"" + std::string(text) + "\"";
}

}  // namespace

namespace {

struct Known {
  int who;
  std::string_view phone, user_id;
};
// The second is one person under two spellings; the last shares a phone that changed hands.
constexpr std::array<Known, 6> known_people = {{{0, "16505551234", "US.1111"},
                                                {1, "5511987654321", "BR.2222"},
                                                {1, "551187654321", "BR.2222"},
                                                {2, "5215512345678", "MX.3333"},
                                                {3, "491711234567", "DE.4444"},
                                                {3, "491711234567", "DE.5555"}}};
constexpr int people_count = 4;
constexpr int messages_of_each = 5;
constexpr std::array<std::string_view, 2> numbers = {"106540352242922", "206540352242922"};
constexpr std::int64_t first_moment_s = 1739321000, between_moments_s = 1000;

}  // namespace

World::Person World::person() {
  const Known* chosen = nullptr;
  do {
    chosen = &known_people[static_cast<std::size_t>(pick(static_cast<int>(known_people.size())))];
  } while ((only_ >= 0 && chosen->who != only_) || chosen->who == but_);
  Person person{std::string(chosen->phone), std::string(chosen->user_id), chosen->who};
  if (messages_ == Owned::by_one_person_at_one_time) return person;
  const int known = pick(4);
  if (known == 0) person.phone.clear();
  if (known == 1 || known == 2) person.user_id.clear();
  return person;
}

std::string World::time() {
  if (messages_ == Owned::by_one_person_at_one_time) return std::to_string(moment_ + pick(3));
  static constexpr std::array<std::string_view, 9> odd = {
      "0", "1739321024", "1739321024", "1739321025", "1739321026000", "99999999999", "17", "", "1739330000"};
  return std::string(odd[static_cast<std::size_t>(pick(static_cast<int>(odd.size())))]);
}

std::string World::wamid(bool out, int nth, const Person& peer, bool from_history) {
  if (nth % 5 == 4) return "wamid.opaque" + std::to_string(nth) + (out ? "o" : "i");
  const std::string phone = from_history && out ? std::string(business) : peer.phone.empty() ? "1" : peer.phone;
  const std::string stanza = "3EB0" + std::to_string(nth);
  return out ? business_wamid(phone, stanza) : customer_wamid(phone, stanza);
}

std::string World::any_wamid(const Person& peer) {
  const int nth = messages_ == Owned::by_nobody ? pick(8) : peer.who * messages_of_each + pick(messages_of_each);
  moment_ = first_moment_s + nth * between_moments_s;
  return wamid(chance(70), nth, peer, chance(50));
}

std::string World::content(const std::string& id) {
  const std::string letter(1, static_cast<char>('a' + pick(3)));
  switch (pick(11)) {
    case 0:
      return R"("type":"media_placeholder")";
    case 7:
      return R"("type":"audio","audio":{"id":"a)" + letter + R"(","mime_type":"audio/ogg","voice":true})";
    case 8:
      return R"("type":"document","document":{"filename":")" + letter + R"(.pdf","sha256":"00","url":"https://x/"})";
    case 9:
      return R"("type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"body":"Sent"}})";
    case 10:
      return R"("type":"errors","errors":[{"code":131051,"title":")" + letter + "\"}]";
    case 1:
      return R"("type":"image","image":{"id":"m)" + letter + R"(","mime_type":"image/jpeg","caption":"c\u00e4)" +
             letter + "\"}";
    case 2:
      return R"("type":"unsupported","errors":[{"code":131051,"title":"Message type unknown"}],"unsupported":{"type":"edit"})";
    case 3:
      return R"("type":"location","location":{"longitude":1.5,"latitude":-2e3,"name":")" + letter + "\"}";
    case 4:
      return R"("type":"text","text":{"body":")" + letter + R"( \ud83d\ude00 \"x\" \n"},"context":{"id":")" + id +
             "x\"}";
    default:
      return R"("type":"text","text":{"body":")" + letter + "\"}";
  }
}

std::string World::message(const std::string& id, const std::string& parts) {
  return R"({"id":")" + id + "\"" + member("timestamp", time()) + parts + "}";
}

std::string World::value(const std::string& field, const std::string& members) {
  const std::string number(numbers[chance(85) ? 0 : 1]);
  return R"({"entry":[{"id":"10229","changes":[{"field":")" + field + R"(","value":{"metadata":{"phone_number_id":")" +
         number + R"(","display_phone_number":")" + std::string(business) + "\"}," + members + "}}]}]}";
}

std::string World::fact() {
  const Person peer = person();
  const std::string from = member("from", peer.phone) + member("from_user_id", peer.user_id);
  const std::string to = member("from", business) + member("to", peer.phone) + member("to_user_id", peer.user_id);
  const std::string id = any_wamid(peer);
  const bool out = chance(50);
  const std::string list = out ? "\"message_echoes\":[" : "\"messages\":[";
  const std::string field = out ? "smb_message_echoes" : "messages";
  const std::string& side = out ? to : from;
  const bool nameless = messages_ == Owned::by_nobody && chance(30);
  const std::string group = chance(5) ? member("group_id", "G1") : "";
  switch (pick(15)) {
    case 0:
    case 1:
    case 2:
      return value(field, list + message(id, side + group + "," + content(id)) + "]");
    case 3:
    case 4:
    case 5: {
      const std::string context = peer.user_id.empty() ? "" : R"("context":{"user_id":")" + peer.user_id + "\"},";
      const std::string thread = peer.phone.empty() ? "" : R"("id":")" + peer.phone + "\",";
      static constexpr std::array<std::string_view, 6> statuses = {"pending", "READ",   "delivered",
                                                                   "ERROR",   "played", "sent"};
      const std::string status(statuses[static_cast<std::size_t>(pick(6))]);
      const std::string told = message(id, std::string(out ? R"(,"from":"15550783881")" : "") + "," + content(id) +
                                               R"(,"history_context":{"status":")" + status + "\"" +
                                               (out ? R"(,"from_me":true)" : "") + "}");
      return value("history", R"("history":[{"metadata":{"phase":)" + std::to_string(pick(3)) + R"(,"chunk_order":")" +
                                  std::to_string(pick(5)) + R"(","progress":)" + std::to_string(pick(101)) +
                                  R"(},"threads":[{)" + thread + context + R"("messages":[)" + told + "]}]}]");
    }
    case 6:
      return value("history",
                   list + message(id, (nameless ? member("from", business) : side) + "," + content(id)) + "]");
    case 7: {
      static constexpr std::array<std::string_view, 6> statuses = {"sent",   "delivered", "read",
                                                                   "played", "failed",    "warning"};
      const std::string status(statuses[static_cast<std::size_t>(pick(6))]);
      return value("messages",
                   R"("statuses":[)" +
                       message(id, R"(,"status":")" + status + "\"" + member("recipient_id", peer.phone) +
                                       member("recipient_user_id", peer.user_id) +
                                       (chance(30) ? R"(,"pricing":{"billable":true,"category":"service"})" : "") +
                                       (status == "failed" ? R"(,"errors":[{"code":131049}])" : "")) +
                       "]");
    }
    case 8:
      return value(field, list +
                              message("wamid.edit" + std::to_string(pick(3)),
                                      side + R"(,"type":"edit","edit":{"original_message_id":")" + id +
                                          R"(","message":{"type":"text","text":{"body":"e)" + std::to_string(pick(3)) +
                                          "\"}}}") +
                              "]");
    case 9:
      // While it waits for its message, a revoke has no time.
      return chance(40) && messages_ != Owned::by_one_person_at_one_time
                 ? value(field,
                         list +
                             message("wamid.revoke",
                                     side + R"(,"type":"revoke","revoke":{"original_message_id":")" + id + "\"}") +
                             "]")
                 : fact();
    case 10:
      return value(field, list +
                              message("wamid.react" + std::to_string(pick(4)),
                                      side + group + R"(,"type":"reaction","reaction":{"message_id":")" + id + "\"" +
                                          (chance(30) ? "" : R"(,"emoji":"\ud83d\udc4d")") + "}") +
                              "]");
    case 11: {
      const std::string name = chance(50) ? R"("full_name":"Ana )" + std::to_string(pick(2)) + "\"," : "";
      const std::string body =
          value("smb_app_state_sync",
                R"("state_sync":[{"type":"contact","action":")" + std::string(chance(30) ? "remove" : "add") +
                    R"(","contact":{)" + name + R"("username":"ana")" + member("phone_number", peer.phone) +
                    member("user_id", peer.user_id) + R"(},"metadata":{"timestamp":")" + time() + "\"}}]");
      if (chance(50)) return body;
      return R"({"received":)" + std::to_string(1739321024000 + pick(5000)) + R"(,"onboarding":)" +
             std::to_string(pick(2)) + R"(,"body_b64":")" + base64(body) + "\"}";
    }
    case 12:
      return value("messages", R"("contacts":[{"profile":{"name":"P)" + std::to_string(pick(2)) + "\"}" +
                                   member("wa_id", peer.phone) + member("user_id", peer.user_id) + "}]," +
                                   R"("messages":[)" + message(id, from + "," + content(id)) + "]");
    case 13:
      if (chance(30)) {
        return value("messages",
                     R"("messages":[)" +
                         message("wamid.system", from + R"(,"type":"system","system":{"wa_id":"4917000"})") + "]");
      }
      return value("messages", R"("statuses":[)" +
                                   message(id, R"(,"status":"read","recipient_type":"group","recipient_id":"G1")" +
                                                   member("recipient_participant_id", peer.phone) +
                                                   member("recipient_participant_user_id", peer.user_id)) +
                                   "]");
    default:
      if (chance(50)) {
        const std::int64_t at = messages_ == Owned::by_one_person_at_one_time ? moment_ : 1739321024;
        return R"({"sent":{"number":")" + std::string(numbers[0]) + R"(","at":)" + std::to_string(at + pick(3)) +
               R"(,"request":{"type":"text","text":{"body":"api"})" + member("to", peer.phone) +
               member("recipient", peer.user_id) +
               R"(,"biz_opaque_callback_data":"o1"},"answer":{"messages":[{"id":")" + id + "\"}]}}}";
      }
      return value("history", R"("history":[{"errors":[{"code":2593109,"title":"off"}]}])");
  }
}

std::vector<std::string> World::facts(int count) {
  std::vector<std::string> bodies;
  for (int i = 0; i < count; ++i) bodies.push_back(fact());
  return bodies;
}

std::vector<std::string> World::Erasing::all() const {
  std::vector<std::string> bodies = theirs;
  bodies.insert(bodies.end(), of_others.begin(), of_others.end());
  bodies.insert(bodies.end(), erasures.begin(), erasures.end());
  return bodies;
}

World::Erasing World::with_erasure(int count) {
  const Until until = chance(50) ? Until::all_times : Until::between_their_messages;
  return with_erasure(count, until);
}

World::Erasing World::with_erasure(int count, Until covered) {
  Erasing told;
  messages_ = covered == Until::all_times ? Owned::by_one_person : Owned::by_one_person_at_one_time;
  const int erased = pick(people_count);
  only_ = erased;
  told.theirs = facts(count - count / 2);
  only_ = -1;
  but_ = erased;
  told.of_others = facts(count / 2);
  but_ = -1;
  messages_ = Owned::by_nobody;

  std::int64_t until = first_moment_s + people_count * messages_of_each * between_moments_s;
  if (covered == Until::between_their_messages) {
    until = first_moment_s + (erased * messages_of_each + pick(messages_of_each)) * between_moments_s +
            between_moments_s / 2;
  }
  for (const Known& known : known_people) {
    if (known.who != erased) continue;
    for (const auto name : {known.phone, known.user_id}) {
      for (const auto number : numbers) {
        told.erasures.push_back(R"({"record":"erased","number":")" + std::string(number) + R"(","peer_hash":")" +
                                peer_hash(number, name) + R"(","until":)" + std::to_string(until) + "}");
      }
    }
  }
  return told;
}

std::vector<std::string> World::shuffled(std::vector<std::string> lines) {
  const std::size_t told = lines.size();
  for (std::size_t i = 0; i < told; ++i) {
    if (chance(30)) lines.push_back(lines[i]);
  }
  std::shuffle(lines.begin(), lines.end(), random_);
  return lines;
}

std::vector<std::string> World::retold(std::vector<std::string> bodies) {
  bodies = shuffled(std::move(bodies));
  // Bodies are put together by their entries.
  constexpr std::string_view head = R"({"entry":[)", tail = "]}";
  std::vector<std::string> merged;
  for (std::string& body : bodies) {
    const bool joins = !merged.empty() && chance(40) && body.starts_with(head) && merged.back().starts_with(head);
    if (joins) {
      merged.back().replace(merged.back().size() - tail.size(), tail.size(), "," + body.substr(head.size()));
    } else {
      merged.push_back(std::move(body));
    }
  }
  return merged;
}

}  // namespace twinline::test
