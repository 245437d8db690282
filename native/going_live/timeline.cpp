#include "native/going_live/timeline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/decode/phone.h"
#include "core/lifecycle/event_words.h"
#include "core/lifecycle/state_json.h"

namespace twinline {
namespace {

using nlohmann::ordered_json;

struct Event {
  std::int64_t at = 0;
  std::string kind;
  std::string text;
  const char* source = "webhook";
  ordered_json detail = ordered_json::object();
};

// snake_case as words for people.
std::string in_words(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string text_member(const ordered_json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

ordered_json parsed(const std::string& text) {
  ordered_json value = ordered_json::parse(text, nullptr, false);
  return value.is_discarded() ? ordered_json(nullptr) : value;
}

void add_told(const Attempt& attempt, std::vector<Event>& events) {
  if (attempt.facts.created_at) {
    events.push_back({*attempt.facts.created_at, "onboarding_begun", "The onboarding was begun.", "person"});
  }
  for (const auto& [step, told] : attempt.facts.told) {
    const std::string name(to_string(step));
    events.push_back({told.at, name, in_words(name) + " was told.", "person", {{"value", parsed(told.value)}}});
  }
  for (const SignupEvent& event : attempt.facts.signup) {
    ordered_json detail = {{"event", event.event}};
    for (const auto& [name, value] : {std::pair("step", event.step),
                                      {"error_id", event.error_id},
                                      {"error_message", event.error_message},
                                      {"session_id", event.session_id}}) {
      if (!value.empty()) detail[name] = value;
    }
    const std::string kind(to_string(event.kind));
    events.push_back({event.at, "signup_" + kind, "Meta's signup window: " + kind + ".", "person", std::move(detail)});
  }
  if (attempt.facts.code_at) {
    events.push_back({*attempt.facts.code_at, "code", "Meta's window handed over a code.", "person"});
  }
}

// What was changed from here, in words; nothing for other intents.
std::string change_text(const StoredIntent& intent) {
  struct Change {
    std::string_view kind, what, done;
  };
  constexpr Change changes[] = {{"change_profile", "The profile", "changed"},
                                {"create_template", "A template", "created"},
                                {"delete_template", "A template", "deleted"}};
  for (const Change& change : changes) {
    if (intent.kind != change.kind) continue;
    const std::size_t open = intent.request.find('(');
    std::string text(change.what);
    if (open != std::string::npos) text += ' ' + intent.request.substr(open);
    const std::string done(change.done);
    if (intent.outcome == "done") return text + " was " + done + " from here.";
    if (intent.outcome == "refused") return text + " was not " + done + " from here: Meta refused.";
    if (intent.outcome == "not_sent") return text + " was not " + done + " from here: Meta was not reached.";
    if (intent.outcome.empty()) return text + " is being " + done + " from here.";
    return text + " may have been " + done + " from here: no answer came. Look before doing it again.";
  }
  return {};
}

std::string outcome_words(std::string_view outcome) {
  if (outcome == "unknown") return "the answer was lost";
  if (outcome == "not_sent") return "Meta was not reached, so nothing was asked";
  return std::string(outcome);
}

// Ratings that asking has brought, where one is another than the one before.
class Ratings {
 public:
  void add(const StoredIntent& intent, std::vector<Event>& events) {
    if (intent.learned.empty()) return;
    const auto learned = read_state(intent.learned);
    if (!learned) return;
    note(learned->quality, "quality", "Meta rates the quality of the number ", quality_, events);
    note(learned->messaging_limit, "messaging_limit", "The messaging limit is ", limit_, events);
  }

 private:
  static void note(const std::optional<Stated>& stated, const char* kind, const std::string& words, std::string& before,
                   std::vector<Event>& events) {
    if (!stated || stated->value == before) return;
    if (!before.empty()) {
      events.push_back({stated->at, kind, words + stated->value + ", before it was " + before + '.', "answer"});
    }
    before = stated->value;
  }

  std::string quality_, limit_;
};

void add_answers(const std::vector<StoredIntent>& intents, std::vector<Event>& events) {
  Ratings ratings;
  for (const StoredIntent& intent : intents) {
    ratings.add(intent, events);
    // That all is well is asked again and again and is nothing to tell.
    if (intent.kind == "read_number" && intent.outcome == "done") continue;
    const std::string outcome = intent.settled_s == 0 ? "asked" : intent.outcome;
    const std::int64_t at = intent.settled_s == 0 ? intent.begun_s : intent.settled_s;
    const std::string changed = change_text(intent);
    events.push_back({at,
                      intent.kind,
                      changed.empty() ? in_words(intent.kind) + ": " + outcome_words(outcome) + '.' : changed,
                      changed.empty() ? "answer" : "here",
                      {{"request", intent.request}, {"outcome", outcome}}});
  }
}

void add_syncs(const NumberState& state, std::vector<Event>& events) {
  for (const auto& [key, sync] : state.syncs) {
    const std::string what = key.second == SyncType::contacts ? "contacts" : "history";
    const auto add = [&](std::optional<std::int64_t> at, const char* kind, const char* text) {
      if (at) events.push_back({*at, what + "_" + kind, in_words(what) + ": " + text});
    };
    add(sync.declined_at, "declined", "the business does not share its chats.");
    add(sync.first_data_at, "arriving", "the first data came.");
    if (sync.progress >= 100) add(sync.last_data_at, "arrived", "Meta says that all has been sent.");
  }
}

void add_webhooks(const std::vector<LifeEvent>& reported, const Policy& policy, std::vector<Event>& events) {
  for (const LifeEvent& one : reported) {
    ordered_json detail = parsed(one.event);
    const std::string kind = text_member(detail, "event");
    const std::string name = text_member(detail, "name");
    std::string text = event_text(one.event, policy, date_of(one.at_s));
    for (const char* place : {"path", "number", "waba", "file"}) detail.erase(place);
    events.push_back({one.at_s, name.empty() ? kind : name, std::move(text), "webhook", std::move(detail)});
  }
}

}  // namespace

Stored<std::string> timeline_json(const KnownNumber& number, const Affairs& affairs, Records& records,
                                  const Policy& policy) {
  std::vector<Event> events;
  for (const Attempt& attempt : affairs.attempts_of(number.app)) {
    add_told(attempt, events);
    add_answers(affairs.intents_of(attempt.id), events);
  }
  add_answers(affairs.intents_of(number.number), events);
  add_syncs(number.state, events);
  const auto reported = records.events(number.number, number.waba, phone_digits(number.phone));
  if (!reported) return reported.error();
  add_webhooks(*reported, policy, events);

  // Newest first; of the same second what came last, which stands last so far.
  std::reverse(events.begin(), events.end());
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& left, const Event& right) { return left.at > right.at; });
  ordered_json list = ordered_json::array();
  for (Event& event : events) {
    list.push_back({{"at", event.at},
                    {"kind", std::move(event.kind)},
                    {"text", std::move(event.text)},
                    {"source", event.source},
                    {"detail", std::move(event.detail)}});
  }
  return ordered_json{{"events", std::move(list)}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace twinline
