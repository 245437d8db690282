#include <cstdlib>
#include <mutex>

#include "native/store/sends.h"
#include "native/store/sends_schema.h"
#include "native/store/sqlite.h"

namespace twinline {
namespace {

using sqlite::Database;
using sqlite::Statement;
using Text = std::string_view;

std::string select_send(const std::string& where) {
  return "SELECT number, id, recipient, user, type, preview, lane, campaign, version, opaque, free_form, submitted_ms,"
         " not_before_ms, expires_ms, state, attempts, started_ms, ended_ms, wamid, answer_status, reason, why, "
         "error_code,"
         " error_title, error_details, status, status_rank, status_s, seq, body, answer FROM send WHERE " +
         where;
}
// Of words about one message the one that says more stays.
std::string hear_where(const std::string& where) {
  return "UPDATE send SET status = ?1, status_rank = ?2, status_s = ?3,"
         " error_code = CASE ?4 WHEN 0 THEN error_code ELSE ?4 END,"
         " error_title = CASE ?4 WHEN 0 THEN error_title ELSE ?5 END,"
         " error_details = CASE ?4 WHEN 0 THEN error_details ELSE ?6 END"
         " , wamid = CASE WHEN wamid = x'' THEN ?9 ELSE wamid END"
         " WHERE status_rank < ?2 AND number = ?7 AND " +
         where;
}
constexpr int seq_column = 28, body_column = 29, answer_column = 30;

std::string text(const Statement& row, int column) { return std::string(row.bytes(column)); }

StoredSend send_of(const Statement& row) {
  StoredSend send;
  int at = 0;
  for (std::string* const member : {&send.number, &send.id, &send.to, &send.user, &send.type, &send.preview, &send.lane,
                                    &send.campaign, &send.version, &send.opaque}) {
    *member = row.bytes(at++);
  }
  send.free_form = row.integer(at++) != 0;
  for (std::int64_t* const member : {&send.submitted_ms, &send.not_before_ms, &send.expires_ms}) {
    *member = row.integer(at++);
  }
  send.state = static_cast<SendState>(row.integer(at++));
  for (std::int64_t* const member : {&send.attempts, &send.started_ms, &send.ended_ms}) *member = row.integer(at++);
  send.wamid = row.bytes(at++);
  send.answer_status = row.integer(at++);
  send.reason = row.bytes(at++);
  // A newer twinline may have noted one that this one does not know.
  const std::int64_t why = row.integer(at++);
  const bool known = why >= 0 && why <= static_cast<std::int64_t>(EndReason::answer_lost);
  send.why = known ? static_cast<EndReason>(why) : EndReason::none;
  send.error_code = row.integer(at++);
  for (std::string* const member : {&send.error_title, &send.error_details, &send.status}) *member = row.bytes(at++);
  send.status_rank = row.integer(at++);
  send.status_s = row.integer(at++);
  return send;
}

StoredSend whole_send_of(const Statement& row) {
  StoredSend send = send_of(row);
  send.body = row.bytes(body_column);
  send.answer = row.bytes(answer_column);
  return send;
}

// One connection writes, one reads, one makes lists for people, each under its own lock: whoever looks never waits for a
// commit, and what is about to be sent waits for no list.
class SqliteSends final : public Sends {
 public:
  explicit SqliteSends(const std::string& path)
      : writer_(path, Database::Sync::full),
        schema_(writer_),
        reader_(path, Database::Sync::full),
        lists_(path, Database::Sync::full) {}

  Stored<> save(const std::vector<SendsChange>& changes) override try {
    const std::lock_guard lock(writing_);
    sqlite::Transaction transaction(writer_);
    for (const SendsChange& change : changes) save(change);
    transaction.commit();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }
  Stored<std::optional<StoredSend>> find(std::string_view number, std::string_view id) override {
    return first(reading_, find_, whole_send_of, number, id);
  }

  Stored<bool> knows_wamid(std::string_view number, std::string_view wamid) override {
    const auto found = first(
        reading_, knows_wamid_, [](const Statement&) { return true; }, number, wamid);
    return found ? Stored<bool>(found->has_value()) : Stored<bool>(found.error());
  }

  Stored<SendsPage> list(const SendsQuery& query) override try {
    const std::lock_guard lock(listing_);
    std::string sql = select_send("number = ?1 AND seq < ?2");
    std::string states;
    for (const SendState state : query.states) {
      states += (states.empty() ? "" : ",") + std::to_string(static_cast<int>(state));
    }
    if (!states.empty()) sql += " AND state IN (" + states + ")";
    if (!query.campaign.empty()) sql += " AND campaign != x'' AND campaign = ?3";
    if (!query.user.empty()) sql += " AND user = ?4";
    Statement listing(lists_, (sql + " ORDER BY seq DESC LIMIT ?5").c_str());
    constexpr std::int64_t behind_all = std::int64_t{1} << 62;
    const std::int64_t after = query.after.empty() ? behind_all : std::atoll(query.after.c_str());
    // One more tells whether there are more.
    listing.with(Text(query.number), after, Text(query.campaign), Text(query.user), query.limit + 1);
    SendsPage page;
    std::string last;
    while (listing.step()) {
      if (static_cast<std::int64_t>(page.sends.size()) == query.limit) {
        page.after = last;
        break;
      }
      page.sends.push_back(send_of(listing));
      last = std::to_string(listing.integer(seq_column));
    }
    return page;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<StoredSend>> unfinished() override { return all(reading_, unfinished_, send_of); }
  Stored<std::vector<StoredSend>> unjournalled() override { return all(reading_, unjournalled_, whole_send_of); }
  Stored<std::vector<RecentStart>> starts_since(std::string_view number, std::int64_t since_ms) override {
    return all(
        reading_, starts_,
        [](const Statement& row) {
          return RecentStart{text(row, 0), row.integer(1)};
        },
        number, since_ms);
  }
  Stored<std::vector<AcceptedStarts>> accepted_since(std::string_view number, std::int64_t since_ms) override {
    return all(
        listing_, accepted_,
        [](const Statement& row) {
          return AcceptedStarts{text(row, 0), row.integer(1), row.integer(2)};
        },
        number, since_ms);
  }
  Stored<std::vector<std::string>> numbers() override {
    return all(reading_, numbers_, [](const Statement& row) { return text(row, 0); });
  }
  Stored<std::vector<StoredCampaign>> campaigns() override {
    return all(reading_, campaigns_, [](const Statement& row) {
      return StoredCampaign{text(row, 0), text(row, 1), text(row, 2),   text(row, 3),  text(row, 4),
                            text(row, 5), text(row, 6), row.integer(7), row.integer(8)};
    });
  }
  Stored<std::vector<CampaignCount>> campaign_counts(std::string_view number) override {
    return all(
        listing_, counts_,
        [](const Statement& row) {
          return CampaignCount{text(row, 0), static_cast<SendState>(row.integer(1)), text(row, 2), row.integer(3),
                               row.integer(4)};
        },
        number);
  }
  Stored<std::vector<FailureCount>> failures(std::string_view number, std::int64_t since_ms) override {
    return all(
        listing_, failures_,
        [](const Statement& row) {
          return FailureCount{row.integer(0), row.integer(1), text(row, 3), row.integer(2)};
        },
        number, since_ms);
  }
  Stored<std::int64_t> count(std::string_view number, SendState state) override {
    auto found = first(
        listing_, count_, [](const Statement& row) { return row.integer(0); }, number,
        static_cast<std::int64_t>(state));
    if (!found) return found.error();
    return found->value_or(0);
  }
  Stored<std::optional<UserStanding>> user(std::string_view number, std::string_view user) override {
    return first(reading_, user_, user_standing_of, number, user);
  }
  Stored<std::vector<UserStanding>> users(std::string_view number, std::int64_t opened_since_s) override {
    return all(reading_, users_, user_standing_of, number, opened_since_s);
  }
  Stored<std::vector<NumberHalt>> halts() override {
    return all(reading_, halts_, [](const Statement& row) {
      return NumberHalt{text(row, 0), text(row, 1), text(row, 2)};
    });
  }
  Stored<std::optional<SendKey>> key(std::string_view number, std::string_view key) override {
    return first(
        reading_, key_,
        [](const Statement& row) {
          return SendKey{text(row, 0), text(row, 1), text(row, 2), text(row, 3), row.integer(4)};
        },
        number, key);
  }
  Stored<std::map<std::int64_t, std::int64_t>> cursor() override {
    auto rows = all(reading_, cursor_, [](const Statement& row) { return std::pair(row.integer(0), row.integer(1)); });
    if (!rows) return rows.error();
    return std::map<std::int64_t, std::int64_t>(rows->begin(), rows->end());
  }

 private:
  static UserStanding user_standing_of(const Statement& row) {
    return {text(row, 0), text(row, 1), row.integer(2), row.integer(3), row.integer(4)};
  }

  void save(const SendsChange& change) {
    for (const StoredSend& send : change.added) add(send);
    for (const SendBegun& begun : change.begun) {
      begin_.with(begun.attempts, begun.at_ms, Text(begun.number), Text(begun.id)).run();
    }
    for (const SendMoved& moved : change.moved) move(moved);
    for (const SendHeard& heard : change.heard) hear(heard);
    for (const SendName& name : change.journalled) journalled_.with(Text(name.number), Text(name.id)).run();
    for (const StoredCampaign& one : change.campaigns) {
      put_campaign_
          .with(Text(one.number), Text(one.id), Text(one.name), Text(one.lane), Text(one.template_name),
                Text(one.template_language), Text(one.state), one.total, one.created_s)
          .run();
    }
    for (const SendName& name : change.unmade_campaigns) {
      unmake_sends_.with(Text(name.number), Text(name.number), Text(name.id)).run();
      unmake_campaign_.with(Text(name.number), Text(name.id)).run();
    }
    for (const UserStanding& user : change.users) {
      join_user_.with(Text(user.number), Text(user.user), user.opened_s, user.stopped_s, user.resumed_s).run();
    }
    for (const NumberHalt& halt : change.halts) {
      put_halt_.with(Text(halt.number), Text(halt.paused), Text(halt.stopped)).run();
    }
    for (const SendKey& key : change.keys) {
      put_key_.with(Text(key.number), Text(key.key), Text(key.body_hash), Text(key.id), key.at_s).run();
    }
    if (change.forget_keys_before_s) forget_keys_.with(*change.forget_keys_before_s).run();
    for (const auto& [lane, seq] : change.cursor) put_cursor_.with(lane, seq).run();
  }
  void add(const StoredSend& send) {
    add_.with(Text(send.number), Text(send.id), Text(send.to), Text(send.user), Text(send.type), Text(send.preview),
              Text(send.lane), Text(send.campaign), Text(send.version), Text(send.opaque), Text(send.body),
              static_cast<std::int64_t>(send.free_form), send.submitted_ms, send.not_before_ms, send.expires_ms,
              static_cast<std::int64_t>(send.state))
        .run();
  }
  void move(const SendMoved& moved) {
    move_
        .with(static_cast<std::int64_t>(moved.state), moved.attempts, moved.ended_ms, Text(moved.reason),
              Text(moved.wamid), Text(moved.number), Text(moved.id), static_cast<std::int64_t>(moved.why))
        .run();
    if (moved.answer_status == 0) return;
    answer_
        .with(moved.answer_status, Text(moved.answer), moved.error_code, Text(moved.error_title),
              Text(moved.error_details), Text(moved.number), Text(moved.id))
        .run();
  }
  void hear(const SendHeard& heard) {
    const bool by_id = !heard.id.empty();
    if (!by_id && heard.wamid.empty()) return;
    (by_id ? hear_by_id_ : hear_by_wamid_)
        .with(Text(heard.status), heard.rank, heard.at_s, heard.error_code, Text(heard.error_title),
              Text(heard.error_details), Text(heard.number), by_id ? Text(heard.id) : Text(heard.wamid),
              Text(heard.wamid))
        .run();
  }

  template <class Read, class... Values>
  auto all(std::mutex& mutex, Statement& statement, Read read, const Values&... values)
      -> Stored<std::vector<decltype(read(statement))>> try {
    const std::lock_guard lock(mutex);
    std::vector<decltype(read(statement))> entries;
    statement.with(values...);
    while (statement.step()) entries.push_back(read(statement));
    statement.reset();
    return entries;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }
  template <class Read, class... Values>
  auto first(std::mutex& mutex, Statement& statement, Read read, const Values&... values)
      -> Stored<std::optional<decltype(read(statement))>> try {
    const std::lock_guard lock(mutex);
    std::optional<decltype(read(statement))> found;
    statement.with(values...);
    if (statement.step()) found = read(statement);
    statement.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Database writer_;
  SendsSchema schema_;
  Database reader_, lists_;
  std::mutex writing_, reading_, listing_;

  Statement add_{writer_,
                 "INSERT INTO send(number, id, recipient, user, type, preview, lane, campaign, version, opaque, body,"
                 " free_form, submitted_ms, not_before_ms, expires_ms, state)"
                 " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(number, id) DO NOTHING"};
  Statement begin_{writer_,
                   "UPDATE send SET state = 1, attempts = ?, started_ms = ? WHERE number = ? AND id = ? AND state = 0"};
  Statement move_{writer_,
                  "UPDATE send SET state = ?1, attempts = ?2, ended_ms = ?3, reason = ?4,"
                  " why = ?8, wamid = CASE WHEN ?5 = x'' THEN wamid ELSE ?5 END WHERE number = ?6 AND id = ?7"};
  Statement answer_{writer_,
                    "UPDATE send SET answer_status = ?, answer = ?, error_code = ?, error_title = ?, error_details = ?"
                    " WHERE number = ? AND id = ?"};
  Statement hear_by_id_{writer_, hear_where("id = ?8").c_str()};
  Statement hear_by_wamid_{writer_, hear_where("wamid != x'' AND wamid = ?8").c_str()};
  Statement journalled_{writer_, "UPDATE send SET journalled = 1, body = x'' WHERE number = ? AND id = ?"};
  Statement put_campaign_{
      writer_,
      "INSERT INTO campaign(number, id, name, lane, template_name, template_language, state, total, created_s)"
      " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(number, id) DO UPDATE SET name = excluded.name, lane = excluded.lane,"
      " template_name = excluded.template_name, template_language = excluded.template_language,"
      " state = excluded.state, total = excluded.total, created_s = excluded.created_s"};
  Statement unmake_sends_{
      writer_,
      "DELETE FROM send WHERE state = 0 AND attempts = 0 AND number = ? AND campaign != x'' AND campaign ="
      " (SELECT name FROM campaign WHERE number = ? AND id = ?)"};
  Statement unmake_campaign_{writer_, "DELETE FROM campaign WHERE number = ? AND id = ?"};
  Statement join_user_{writer_,
                       "INSERT INTO user(number, user, opened_s, stopped_s, resumed_s) VALUES(?,?,?,?,?)"
                       " ON CONFLICT(number, user) DO UPDATE SET opened_s = max(opened_s, excluded.opened_s),"
                       " stopped_s = max(stopped_s, excluded.stopped_s),"
                       " resumed_s = max(resumed_s, excluded.resumed_s)"};
  Statement put_halt_{writer_, "INSERT OR REPLACE INTO halt(number, paused, stopped) VALUES(?,?,?)"};
  Statement put_key_{writer_, "INSERT OR REPLACE INTO send_key(number, key, body_hash, id, at_s) VALUES(?,?,?,?,?)"};
  Statement forget_keys_{writer_, "DELETE FROM send_key WHERE at_s < ?"};
  Statement put_cursor_{writer_, "INSERT OR REPLACE INTO journal_cursor(lane, seq) VALUES(?,?)"};

  Statement find_{reader_, select_send("number = ? AND id = ?").c_str()};
  Statement knows_wamid_{reader_, "SELECT 1 FROM send WHERE number = ? AND wamid = ? AND wamid != x'' LIMIT 1"};
  Statement unfinished_{reader_, select_send("state < 3 ORDER BY +seq").c_str()};
  Statement unjournalled_{reader_, select_send("state = 3 AND journalled = 0 ORDER BY seq").c_str()};
  Statement starts_{
      reader_,
      "SELECT user, started_ms FROM send WHERE number = ? AND started_ms > 0 AND started_ms >= ? ORDER BY started_ms"};
  Statement numbers_{
      reader_, "SELECT DISTINCT number FROM send UNION SELECT number FROM campaign UNION SELECT number FROM halt"};
  Statement campaigns_{
      reader_,
      "SELECT number, id, name, lane, template_name, template_language, state, total, created_s FROM campaign"
      " ORDER BY rowid"};
  Statement counts_{lists_,
                    "SELECT campaign, state, status, count(*), max(ended_ms) FROM send"
                    " WHERE number = ? AND campaign != x'' GROUP BY campaign, state, status"};
  // Of a bare column beside max(), SQLite takes the row that has the maximum.
  Statement failures_{lists_,
                      "SELECT error_code, count(*), max(ended_ms), error_title FROM send WHERE number = ?"
                      " AND error_code != 0 AND ended_ms >= ? AND (state = 4 OR status = x'6661696c6564')"
                      " GROUP BY error_code ORDER BY count(*) DESC"};
  // The plus keeps it on the index of starts: of all that was ever accepted a day is little.
  Statement accepted_{lists_,
                      "SELECT user, min(started_ms), max(started_ms) FROM send WHERE number = ? AND started_ms > 0"
                      " AND started_ms >= ? AND +state = 3 GROUP BY user"};
  Statement count_{lists_, "SELECT count(*) FROM send WHERE number = ? AND state = ?"};
  Statement user_{reader_,
                  "SELECT number, user, opened_s, stopped_s, resumed_s FROM user WHERE number = ? AND user = ?"};
  Statement users_{reader_,
                   "SELECT number, user, opened_s, stopped_s, resumed_s FROM user WHERE number = ?"
                   " AND (opened_s >= ? OR stopped_s != 0 OR resumed_s != 0)"};
  Statement halts_{reader_, "SELECT number, paused, stopped FROM halt"};
  Statement key_{reader_, "SELECT number, key, body_hash, id, at_s FROM send_key WHERE number = ? AND key = ?"};
  Statement cursor_{reader_, "SELECT lane, seq FROM journal_cursor"};
};

}  // namespace

Stored<std::unique_ptr<Sends>> open_sqlite_sends(const std::string& path) try {
  return std::unique_ptr<Sends>(std::make_unique<SqliteSends>(path));
} catch (const sqlite::SqliteFailure& failure) {
  return StoreError{failure.what()};
}

}  // namespace twinline
