#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "native/bytes/sha256.h"
#include "native/store/records.h"
#include "native/store/sqlite.h"
#include "native/store/version_name.h"

namespace twinline {
namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr std::size_t page_bytes = 256U << 10;

constexpr const char* schema = R"(
  CREATE TABLE IF NOT EXISTS meta(
    name TEXT PRIMARY KEY,         -- epoch: the name of this projection; version: the last one given; deliveries: how many
    value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cursor(
    lane INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL);         -- the last delivery of the lane that is in the records
  CREATE TABLE IF NOT EXISTS issue(
    lane INTEGER NOT NULL,         -- the delivery it is about
    seq INTEGER NOT NULL,
    code TEXT NOT NULL,
    byte INTEGER NOT NULL,         -- where in the body
    what TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS number(
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,     -- phone_number_id
    version INTEGER NOT NULL);     -- of its last change
  CREATE TABLE IF NOT EXISTS record(
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, so a handle of a deleted record leads nowhere
    number INTEGER NOT NULL,
    key BLOB NOT NULL,
    version INTEGER NOT NULL,      -- of its last change
    line BLOB NOT NULL,            -- without LF
    UNIQUE(number, key));
  CREATE INDEX IF NOT EXISTS record_version ON record(number, version);
  CREATE TABLE IF NOT EXISTS handle(
    number INTEGER NOT NULL,
    handle BLOB NOT NULL,          -- another name under which the record is asked for; its key is not repeated here
    record INTEGER NOT NULL,
    PRIMARY KEY(number, handle, record)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS life(
    number BLOB NOT NULL,          -- whose it is: of the three, what deliveries named
    waba BLOB NOT NULL,
    phone BLOB NOT NULL,
    state BLOB NOT NULL,           -- JSON of its registers
    PRIMARY KEY(number, waba, phone)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS life_event(
    number BLOB NOT NULL,
    waba BLOB NOT NULL,
    phone BLOB NOT NULL,
    at_s INTEGER NOT NULL,
    event BLOB NOT NULL,           -- JSON
    PRIMARY KEY(number, waba, phone, at_s, event)) WITHOUT ROWID;
)";

// One connection writes, one loads single records, one reads pages, each under its own lock: in WAL mode none waits for
// another, so neither a long save nor a long page holds up the rest.
class SqliteRecords final : public Records {
 public:
  explicit SqliteRecords(const std::string& path)
      : writer_(path, Database::Sync::normal),
        prepared_(writer_),
        loader_(path, Database::Sync::normal),
        reader_(path, Database::Sync::normal) {}

  Stored<std::vector<std::string>> load(const std::vector<Need>& needs) override try {
    const std::lock_guard lock(loading_);
    std::vector<std::string> lines;
    std::unordered_set<std::int64_t> seen;
    for (const Need& need : needs) {
      load_.with(std::string_view(need.number), std::string_view(need.handle));
      while (load_.step()) {
        if (seen.insert(load_.integer(0)).second) lines.emplace_back(load_.bytes(1));
      }
      load_.reset();
    }
    return lines;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<> save(const Projected& projected) override try {
    const std::lock_guard lock(writing_);
    sqlite::Transaction transaction(writer_);
    try {
      write(projected);
      transaction.commit();
    } catch (...) {
      number_ids_.clear();  // some may have been rolled back
      throw;
    }
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<ChangedLines> changed(std::string_view number, std::string_view since, std::size_t limit) override try {
    const std::lock_guard lock(reading_);
    const std::string epoch = meta(read_meta_, "epoch");
    number_by_name_.with(number);
    if (!number_by_name_.step()) return ChangedLines{{}, version_name(epoch, 0), true};
    const std::int64_t id = number_by_name_.integer(0);
    const std::int64_t latest = number_by_name_.integer(1);
    number_by_name_.reset();

    VersionPlace place = parse_place(epoch, since).value_or(VersionPlace{});
    if (place.since > as_integer(meta(read_meta_, "version"))) place = {};
    if (place.to < 0) place.to = latest;
    ChangedLines found;
    std::size_t bytes = 0;
    changed_.with(id, place.to, place.version, place.id, static_cast<std::int64_t>(limit));
    while (bytes < page_bytes && changed_.step()) {
      place.id = changed_.integer(0);
      place.version = changed_.integer(1);
      bytes += found.lines.emplace_back(changed_.bytes(2)).size();
    }
    changed_.reset();
    found.complete = found.lines.size() < limit && bytes < page_bytes;
    found.next = found.complete ? version_name(epoch, place.to) : place_name(epoch, place);
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<NumberVersion>> numbers() override try {
    const std::lock_guard lock(reading_);
    const std::string epoch = meta(read_meta_, "epoch");
    std::vector<NumberVersion> found;
    all_numbers_.reset();
    while (all_numbers_.step()) {
      found.push_back({std::string(all_numbers_.bytes(0)), version_name(epoch, all_numbers_.integer(1))});
    }
    all_numbers_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<ProjectionStatus> status() override try {
    const std::lock_guard lock(reading_);
    ProjectionStatus found;
    cursors_.reset();
    while (cursors_.step()) found.cursor[cursors_.integer(0)] = cursors_.integer(1);
    cursors_.reset();
    found.deliveries = as_integer(meta(read_meta_, "deliveries"));
    count_issues_.reset();
    count_issues_.step();
    found.issues = count_issues_.integer(0);
    count_issues_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<> each(const std::function<void(std::string_view)>& use) override try {
    const std::lock_guard lock(reading_);
    all_lines_.reset();
    while (all_lines_.step()) use(all_lines_.bytes(0));
    all_lines_.reset();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<Life>> lives() override try {
    const std::lock_guard lock(reading_);
    std::vector<Life> found;
    all_lives_.reset();
    while (all_lives_.step()) {
      found.push_back({text(all_lives_, 0), text(all_lives_, 1), text(all_lives_, 2), text(all_lives_, 3)});
    }
    all_lives_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<LifeEvent>> events(std::string_view number, std::string_view waba, std::string_view phone) override
      try {
    const std::lock_guard lock(reading_);
    std::vector<LifeEvent> found;
    life_events_.with(number, waba, phone);
    while (life_events_.step()) {
      found.push_back({text(life_events_, 0), text(life_events_, 1), text(life_events_, 2), life_events_.integer(3),
                       text(life_events_, 4)});
    }
    life_events_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<> clear() override try {
    const std::lock_guard lock(writing_);
    sqlite::Transaction transaction(writer_);
    for (const char* sql : {"DELETE FROM cursor", "DELETE FROM issue", "DELETE FROM number", "DELETE FROM record",
                            "DELETE FROM handle", "DELETE FROM meta", "DELETE FROM life", "DELETE FROM life_event"}) {
      writer_.run(sql);
    }
    set_meta_.with(std::string_view("epoch"), std::string_view(random_hex(4))).run();
    transaction.commit();
    number_ids_.clear();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

 private:
  // The tables must exist before statements about them are prepared.
  struct Prepared {
    explicit Prepared(Database& database) {
      database.run(schema);
      Statement epoch(database, "INSERT OR IGNORE INTO meta(name, value) VALUES('epoch', ?)");
      epoch.with(std::string_view(random_hex(4))).run();
    }
  };

  static std::int64_t as_integer(const std::string& text) { return text.empty() ? 0 : std::stoll(text); }

  static std::string text(const Statement& row, int column) { return std::string(row.bytes(column)); }

  static std::string meta(Statement& read, std::string_view name) {
    std::string value;
    if (read.with(name).step()) value = read.bytes(0);
    read.reset();
    return value;
  }

  // Made where it is new.
  std::int64_t number_id(const std::string& name) {
    if (const auto known = number_ids_.find(name); known != number_ids_.end()) return known->second;
    std::int64_t id = 0;
    if (find_number_.with(std::string_view(name)).step()) id = find_number_.integer(0);
    find_number_.reset();
    if (id == 0) {
      add_number_.with(std::string_view(name)).step();
      id = add_number_.integer(0);
      add_number_.reset();
    }
    number_ids_.emplace(name, id);
    return id;
  }

  void write(const Projected& projected) {
    // A crash of the machine may take the last commits back, never the journal. Versions count deliveries, so what is
    // projected again gets the versions that followers already hold, or later ones.
    const std::int64_t deliveries = as_integer(meta(write_meta_, "deliveries")) + projected.deliveries;
    const std::int64_t version = std::max(as_integer(meta(write_meta_, "version")) + 1, deliveries);
    std::unordered_set<std::int64_t> touched, erased;
    for (const Change& change : projected.changes) {
      const std::int64_t number = number_id(change.number);
      if (change.line.empty()) {
        const bool known = erase_.with(number, std::string_view(change.key)).step();
        erase_.reset();
        if (known) {
          touched.insert(number);
          erased.insert(number);
        }
        continue;
      }
      touched.insert(number);
      for (const std::string& key : change.gone) remove_.with(number, std::string_view(key)).run();
      put_.with(number, std::string_view(change.key), version, std::string_view(change.line)).step();
      const std::int64_t record = put_.integer(0);
      put_.reset();
      for (const std::string& handle : change.handles) {
        if (handle != change.key) point_.with(number, std::string_view(handle), record).run();
      }
    }
    for (const std::int64_t number : erased) remove_handles_.with(number).run();
    for (const std::int64_t number : touched) move_number_.with(version, number).run();
    if (!touched.empty()) set_meta_.with(std::string_view("version"), std::string_view(std::to_string(version))).run();
    for (const auto& [lane, seq] : projected.cursor) move_cursor_.with(lane, seq).run();
    for (const DeliveryIssue& issue : projected.issues) {
      add_issue_.with(issue.lane, issue.seq, std::string_view(issue.code), issue.byte, std::string_view(issue.what))
          .run();
    }
    for (const Life& life : projected.lives) {
      put_life_
          .with(std::string_view(life.number), std::string_view(life.waba), std::string_view(life.phone),
                std::string_view(life.state))
          .run();
    }
    for (const LifeEvent& event : projected.events) {
      add_life_event_
          .with(std::string_view(event.number), std::string_view(event.waba), std::string_view(event.phone), event.at_s,
                std::string_view(event.event))
          .run();
    }
    set_meta_.with(std::string_view("deliveries"), std::string_view(std::to_string(deliveries))).run();
  }

  Database writer_;
  Prepared prepared_;
  Database loader_, reader_;
  std::mutex writing_, loading_, reading_;
  std::unordered_map<std::string, std::int64_t> number_ids_;

  Statement find_number_{writer_, "SELECT id FROM number WHERE name = ?"};
  Statement add_number_{writer_, "INSERT INTO number(name, version) VALUES(?, 0) RETURNING id"};
  Statement move_number_{writer_, "UPDATE number SET version = ? WHERE id = ?"};
  Statement remove_{writer_, "DELETE FROM record WHERE number = ? AND key = ?"};
  Statement erase_{writer_, "DELETE FROM record WHERE number = ? AND key = ? RETURNING id"};
  // Handles hold names. Looking through all of a number is slow, and erasures are rare.
  Statement remove_handles_{
      writer_, "DELETE FROM handle WHERE number = ?1 AND record NOT IN (SELECT id FROM record WHERE number = ?1)"};
  Statement put_{writer_,
                 "INSERT INTO record(number, key, version, line) VALUES(?, ?, ?, ?) ON CONFLICT(number, key)"
                 " DO UPDATE SET version = excluded.version, line = excluded.line RETURNING id"};
  Statement point_{writer_, "INSERT OR IGNORE INTO handle(number, handle, record) VALUES(?, ?, ?)"};
  Statement move_cursor_{writer_, "INSERT OR REPLACE INTO cursor(lane, seq) VALUES(?, ?)"};
  Statement add_issue_{writer_, "INSERT INTO issue(lane, seq, code, byte, what) VALUES(?, ?, ?, ?, ?)"};
  Statement put_life_{writer_, "INSERT OR REPLACE INTO life(number, waba, phone, state) VALUES(?, ?, ?, ?)"};
  Statement add_life_event_{writer_,
                            "INSERT OR IGNORE INTO life_event(number, waba, phone, at_s, event) VALUES(?, ?, ?, ?, ?)"};
  Statement write_meta_{writer_, "SELECT value FROM meta WHERE name = CAST(? AS TEXT)"};
  Statement set_meta_{writer_, "INSERT OR REPLACE INTO meta(name, value) VALUES(CAST(? AS TEXT), ?)"};

  // CROSS JOIN: the handles come first, whatever the planner thinks of tables it has no statistics of.
  Statement load_{
      loader_,
      "SELECT id, line FROM record WHERE number = (SELECT id FROM number WHERE name = ?1) AND key = ?2"
      " UNION ALL"
      " SELECT record.id, record.line FROM handle CROSS JOIN record ON record.id = handle.record"
      " WHERE handle.number = (SELECT id FROM number WHERE name = ?1) AND handle.handle = ?2"};

  Statement read_meta_{reader_, "SELECT value FROM meta WHERE name = CAST(? AS TEXT)"};
  Statement number_by_name_{reader_, "SELECT id, version FROM number WHERE name = ?"};
  Statement changed_{reader_,
                     "SELECT id, version, line FROM record WHERE number = ? AND version <= ?"
                     " AND (version, id) > (?, ?) ORDER BY version, id LIMIT ?"};
  Statement all_numbers_{reader_, "SELECT name, version FROM number ORDER BY name"};
  Statement cursors_{reader_, "SELECT lane, seq FROM cursor"};
  Statement count_issues_{reader_, "SELECT count(*) FROM issue"};
  Statement all_lines_{reader_, "SELECT line FROM record ORDER BY id"};
  Statement all_lives_{reader_, "SELECT number, waba, phone, state FROM life"};
  Statement life_events_{reader_,
                         "SELECT number, waba, phone, at_s, event FROM life_event WHERE (number = ?1 AND number != x'')"
                         " OR (number = x'' AND phone = ?3 AND phone != x'' AND (waba = ?2 OR waba = x''))"
                         " OR (number = x'' AND phone = x'' AND waba = ?2 AND waba != x'') ORDER BY at_s DESC, event"};
};

}  // namespace

Stored<std::unique_ptr<Records>> open_sqlite_records(const std::string& path) try {
  return std::unique_ptr<Records>(std::make_unique<SqliteRecords>(path));
} catch (const sqlite::SqliteFailure& failure) {
  return StoreError{failure.what()};
}

}  // namespace twinline
