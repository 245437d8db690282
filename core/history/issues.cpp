#include "core/history/issues.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <vector>

#include "core/decode/time.h"
#include "core/history/media_due.h"
#include "core/history/records.h"
#include "core/history/sync_state.h"
#include "core/json/scan.h"
#include "core/json/writer.h"
#include "core/policy/builtin_table.h"

namespace twinline {

namespace {

enum class Code : std::uint8_t {
  history_declined,
  history_gap,
  undecodable,
  medium_missing,
  medium_without_message,
  edit_without_message,
  reaction_without_message,
  revoke_without_message,
  status_without_message,
  repaired_text,
};

struct Words {
  std::string_view code, text, action;
};

constexpr Words words[] = {
    {"history_declined", "The business did not share its history.",
     "Only disconnecting in the app and onboarding again, with sharing turned on, can bring it."},
    {"history_gap", "Parts of the history never came.",
     "Meta sends history once. If the parts do not come within a day, only onboarding again brings them."},
    {"undecodable", "Meta could not pass a message on.",
     "Open the WhatsApp Business app; the message can be read there."},
    {"medium_missing", "A message of the history still waits for its picture, document or recording.",
     "It comes as a webhook of its own. If it does not, look for it in the app."},
    {"medium_without_message", "A picture, document or recording came, but the message it belongs to did not.",
     "It is kept and takes its place when the message comes."},
    {"edit_without_message", "An edit came for a message that is not here.",
     "It is kept and takes effect when the message comes."},
    {"reaction_without_message", "A reaction came for a message that is not here.",
     "It is kept and takes effect when the message comes. Messages older than the history never come."},
    {"revoke_without_message", "Somebody deleted a message that is not here.", "Nothing is to be done."},
    {"status_without_message",
     "A status came for a message that is not here: something else sends through this number's API.",
     "Let it send through twinline, or give twinline what it sends; the text is in no webhook."},
    {"repaired_text", "A text was damaged; what could not be read is shown as \xEF\xBF\xBD.",
     "The body is kept as it came; compare with the app."},
};

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t most_examples = 5;

class Issues {
 public:
  Issues(const Number& number, std::int64_t now_s)
      : number_(number), messages_(number.messages), now_s_(now_s), asked_at_(history_asked_at(number)) {}

  std::string json() {
    std::int64_t latest = std::numeric_limits<std::int64_t>::min();
    for (const auto& [key, sync] : number_.syncs) latest = std::max(latest, key.onboarding);
    for (const auto& [key, sync] : number_.syncs) {
      if (key.onboarding != latest) continue;  // whoever onboards again has done what an earlier one asked for
      const auto holes = holes_of(sync);
      if (stage_of(sync, holes) == HistorySyncStage::declined) ++found_[{Code::history_declined, 0}].count;
      for (const Hole& hole : holes) {
        // Whoever sends absurd chunk numbers gets an absurd count, but a count.
        std::int64_t& count = found_[{Code::history_gap, 0}].count;
        const std::int64_t room = std::numeric_limits<std::int64_t>::max() - count - 1;
        count += std::min(room, hole.last - hole.first) + 1;
      }
    }
    messages_.for_rows([this](RowId id) { messages_.row(id).is(Row::placed) ? placed(id) : waiting(id); });
    std::string json;
    Writer writer(json);
    writer.begin_array();
    for (auto& [kind, issue] : found_) write(writer, kind, issue);
    writer.end_array();
    return json;
  }

 private:
  struct Kind {
    Code code;
    std::int64_t error;
    bool operator<(const Kind& other) const { return std::tie(code, error) < std::tie(other.code, other.error); }
  };
  struct Issue {
    std::int64_t count = 0;
    std::vector<RowId> newest;  // a heap with the oldest on top
  };

  void add(Code code, RowId id, std::int64_t error = 0) {
    Issue& issue = found_[{code, error}];
    ++issue.count;
    const auto newer = [this](RowId a, RowId b) { return messages_.before(b, a); };
    issue.newest.push_back(id);
    std::push_heap(issue.newest.begin(), issue.newest.end(), newer);
    if (issue.newest.size() <= most_examples) return;
    std::pop_heap(issue.newest.begin(), issue.newest.end(), newer);
    issue.newest.pop_back();
  }

  void placed(RowId id) {
    const Row& row = messages_.row(id);
    if (row.is(Row::revoked)) return;
    const Shown show = shown(messages_, row);
    if (show.undecodable) add(Code::undecodable, id, first_error(messages_.content_of(row).errors));
    if (show.media_missing && history_brings_medium(row.at, asked_at_)) add(Code::medium_missing, id);
    if (show.text.find(replacement) != std::string_view::npos) add(Code::repaired_text, id);
  }

  // What waits is told once, by what says most about it.
  void waiting(RowId id) {
    const Row& row = messages_.row(id);
    const Extra* const extra = messages_.extra_of(row);
    const bool any = extra != nullptr;
    if (!messages_.content_of(row).empty()) return add(Code::medium_without_message, id);
    if (row.is(Row::revoked)) return add(Code::revoke_without_message, id);
    if (any && !extra->edits.sorted.empty()) return add(Code::edit_without_message, id);
    if (any && !extra->reactions.sorted.empty()) return add(Code::reaction_without_message, id);
    if (row.status != Status::none || (any && extra->failed.value)) add(Code::status_without_message, id);
  }

  static std::int64_t first_error(std::string_view errors) {
    std::int64_t first = 0;
    for_elements(errors, [&first](std::string_view error) {
      if (first == 0 && !parse_integer(scalar_text(find_member(error, "code")), first)) first = 0;
    });
    return first;
  }

  void write(Writer& writer, const Kind& kind, Issue& issue) {
    const Words& say = words[static_cast<std::size_t>(kind.code)];
    const BuiltinError error = builtin_error(kind.error, date_of(now_s_));
    writer.begin_object().member("code", say.code).some("error", kind.error);
    writer.member("text", error.meaning.empty() ? say.text : error.meaning);
    writer.member("action", error.action.empty() ? say.action : error.action);
    writer.member("count", issue.count).begin_array("examples");
    std::sort_heap(issue.newest.begin(), issue.newest.end(),
                   [this](RowId a, RowId b) { return messages_.before(b, a); });
    for (const RowId id : issue.newest) {
      const Row& row = messages_.row(id);
      writer.begin_object().some("thread", messages_.thread_of(row)).member("id", messages_.id_of(row));
      writer.some("at", row.at).end_object();
    }
    writer.end_array().end_object();
  }

  const Number& number_;
  const Messages& messages_;
  const std::int64_t now_s_, asked_at_;
  std::map<Kind, Issue> found_;
};

}  // namespace

std::string issues_of(const Number& number, std::int64_t now_s) { return Issues(number, now_s).json(); }

}  // namespace twinline
