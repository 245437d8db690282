#include "core/history/media_due.h"

#include <algorithm>
#include <optional>

#include "core/history/records.h"
#include "core/history/views.h"
#include "core/json/scan.h"
#include "core/policy/builtin_table.h"

namespace twinline {

namespace {

constexpr std::int64_t day_s = std::int64_t{24} * 3600;

// Without a rule nothing is said to end.
std::int64_t days_of(std::string_view limit, std::int64_t at) {
  constexpr std::int64_t for_ever = 365 * 100;
  return builtin_limit(limit, date_of(at)).value_or(for_ever) * day_s;
}

// Before the first onboarding there were no echoes: what comes as one and is older belongs to the history.
bool came_with_history(const Row& row, std::int64_t first_asked_at) {
  if (row.has(Origin::live)) return false;
  if (row.has(Origin::echo)) return row.at < first_asked_at;
  return row.has(Origin::history) || row.has(Origin::history_media);
}

std::int64_t first_onboarding_at(const Number& number) {
  std::int64_t first = 0;
  for (const auto& [key, sync] : number.syncs) {
    if (key.onboarding > 0 && (first == 0 || key.onboarding < first)) first = key.onboarding;
  }
  return first;
}

struct Medium {
  RowId row;
  MediaState state;
  std::int64_t expires_at;
};

class MediaList {
 public:
  MediaList(const Number& number, const MediaQuery& query)
      : messages_(number.messages),
        query_(query),
        asked_at_(history_asked_at(number)),
        first_asked_at_(first_onboarding_at(number)) {}

  std::optional<Medium> medium(RowId id) const {
    const Row& row = messages_.row(id);
    if (!row.is(Row::placed) || row.is(Row::revoked)) return {};
    const Shown show = shown(messages_, row);
    if (show.media_missing) {
      return Medium{id, history_brings_medium(row.at, asked_at_) ? MediaState::missing : MediaState::too_old, 0};
    }
    // What the business sent through the API it has itself.
    if (find_member(show.media, "id").empty() || (row.has(Origin::api) && show.media_at == 0)) return {};
    const std::int64_t sent = show.media_at != 0 ? show.media_at : row.at;
    const std::int64_t received = came_with_history(row, first_asked_at_) ? std::max(sent, asked_at_) : sent;
    if (!is_believable(received)) return {};
    const std::int64_t expires_at = received + days_of("media_id_days", received);
    if (expires_at <= query_.now_s) return Medium{id, MediaState::expired, expires_at};
    if (expires_at - query_.now_s > query_.within_s) return {};
    return Medium{id, MediaState::due, expires_at};
  }

  bool before(const Medium& a, const Medium& b) const {
    if (a.state != b.state) return a.state < b.state;
    if (a.state == MediaState::due && a.expires_at != b.expires_at) return a.expires_at < b.expires_at;
    return messages_.before(b.row, a.row);
  }

 private:
  const Messages& messages_;
  const MediaQuery& query_;
  const std::int64_t asked_at_;
  const std::int64_t first_asked_at_;  // 0 unknown
};

}  // namespace

std::int64_t history_asked_at(const Number& number) {
  std::int64_t latest = 0;
  for (const auto& [key, sync] : number.syncs) latest = std::max(latest, key.onboarding);
  if (latest != 0) return latest;
  number.messages.for_rows([&](RowId id) {
    const Row& row = number.messages.row(id);
    if (row.has(Origin::history) && is_believable(row.at)) latest = std::max(latest, row.at);
  });
  return latest;
}

bool history_brings_medium(std::int64_t at, std::int64_t history_asked_at) {
  return at >= history_asked_at - days_of("history_media_days", history_asked_at);
}

MediaDue media_due_of(const Number& number, const MediaQuery& query) {
  const MediaList list(number, query);
  MediaDue due;
  std::vector<Medium> media;
  number.messages.for_rows([&](RowId id) {
    const auto medium = list.medium(id);
    if (!medium) return;
    ++due.counts[static_cast<std::size_t>(medium->state)];
    if ((query.states & bit_of(medium->state)) != 0) media.push_back(*medium);
  });
  const std::size_t first = std::min<std::size_t>(query.offset, media.size());
  const std::size_t last = std::min(media.size(), first + query.limit);
  std::partial_sort(media.begin(), media.begin() + static_cast<std::ptrdiff_t>(last), media.end(),
                    [&list](const Medium& a, const Medium& b) { return list.before(a, b); });

  Page& page = due.page;
  page.total = static_cast<std::uint32_t>(media.size());
  page.offset = static_cast<std::uint32_t>(first);
  page.strings = static_cast<std::uint32_t>(std::size(media_strings));
  for (std::size_t i = first; i < last; ++i) {
    const Row& row = number.messages.row(media[i].row);
    const Content content = number.messages.content_of(row);
    const auto thread = number.messages.thread_of(row);
    add_columns(page, number.messages, row, 0);
    page.expires_at.push_back(static_cast<double>(media[i].expires_at));
    page.add(thread);
    page.add(display_name(number, thread));
    page.add(number.messages.id_of(row));
    page.add(content.type);
    page.add(shown(number.messages, row).media);
    page.add(media_state_names[static_cast<std::size_t>(media[i].state)]);
  }
  return due;
}

}  // namespace twinline
