#include <mutex>
#include <string>

#include "native/store/ledger.h"
#include "native/store/sqlite.h"

namespace twinline {
namespace {

using sqlite::Database;
using sqlite::Statement;
using Text = std::string_view;

struct Schema {
  explicit Schema(Database& database) {
    database.run(R"(
      CREATE TABLE IF NOT EXISTS app(
        id BLOB PRIMARY KEY,
        name BLOB NOT NULL,
        created_s INTEGER NOT NULL,
        enabled_by BLOB NOT NULL,      -- how coexistence was enabled; empty: it is not
        requested_s INTEGER NOT NULL,  -- when a form asked for it, 0: never
        contact BLOB NOT NULL,
        reason BLOB NOT NULL,
        new_messages BLOB NOT NULL,    -- "after_sync"; empty: at once
        shown_s INTEGER NOT NULL,      -- when those that waited were to be shown, 0: never
        chosen_s INTEGER NOT NULL);    -- when new_messages was chosen
      CREATE TABLE IF NOT EXISTS onboarding(
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL,
        app BLOB NOT NULL,
        at_s INTEGER NOT NULL,
        fact BLOB NOT NULL);           -- JSON, appended and never changed
      CREATE TABLE IF NOT EXISTS intent(
        id BLOB PRIMARY KEY,
        owner BLOB NOT NULL,           -- an onboarding or a number
        kind BLOB NOT NULL,
        request BLOB NOT NULL,         -- without secrets
        begun_s INTEGER NOT NULL,
        settled_s INTEGER NOT NULL,    -- 0: no answer is known
        outcome BLOB NOT NULL,
        learned BLOB NOT NULL);        -- JSON of what the answer taught
      CREATE TABLE IF NOT EXISTS token(
        app BLOB PRIMARY KEY,
        at_s INTEGER NOT NULL,
        sealed BLOB NOT NULL);)");
    // Of an older twinline.
    add_column(database, "new_messages", "BLOB NOT NULL DEFAULT x''");
    add_column(database, "shown_s", "INTEGER NOT NULL DEFAULT 0");
    add_column(database, "chosen_s", "INTEGER NOT NULL DEFAULT 0");
  }

  static void add_column(Database& database, const std::string& name, const std::string& kind) {
    const std::string known = "SELECT 1 FROM pragma_table_info('app') WHERE name = '" + name + "'";
    if (Statement(database, known.c_str()).step()) return;
    database.run(("ALTER TABLE app ADD COLUMN " + name + ' ' + kind).c_str());
  }
};

// Few rows and rare writes, so one connection does everything.
class SqliteLedger final : public Ledger {
 public:
  explicit SqliteLedger(const std::string& path)
      : database_(path, Database::Sync::full),
        schema_(database_),
        put_app_(database_,
                 "INSERT INTO app(id, name, created_s, enabled_by, requested_s, contact, reason, new_messages, shown_s,"
                 " chosen_s) VALUES(?,?,?,?,?,?,?,?,?,?)"
                 " ON CONFLICT(id) DO UPDATE SET name = excluded.name, created_s = excluded.created_s,"
                 " enabled_by = excluded.enabled_by, requested_s = excluded.requested_s, contact = excluded.contact,"
                 " reason = excluded.reason, new_messages = excluded.new_messages, shown_s = excluded.shown_s,"
                 " chosen_s = excluded.chosen_s"),
        add_fact_(database_, "INSERT INTO onboarding(id, app, at_s, fact) VALUES(?,?,?,?)"),
        put_intent_(database_,
                    "INSERT INTO intent(id, owner, kind, request, begun_s, settled_s, outcome, learned)"
                    " VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET settled_s = excluded.settled_s,"
                    " outcome = excluded.outcome, learned = excluded.learned"),
        put_token_(database_, "INSERT OR REPLACE INTO token(app, at_s, sealed) VALUES(?,?,?)"),
        apps_(database_,
              "SELECT id, name, created_s, enabled_by, requested_s, contact, reason, new_messages, shown_s,"
              " chosen_s FROM app ORDER BY rowid"),
        facts_(database_, "SELECT id, app, at_s, fact FROM onboarding ORDER BY seq"),
        intents_(database_,
                 "SELECT id, owner, kind, request, begun_s, settled_s, outcome, learned FROM intent ORDER BY rowid"),
        token_(database_, "SELECT app, at_s, sealed FROM token WHERE app = ?") {}

  Stored<> save(const LedgerChange& change) override try {
    const std::lock_guard lock(mutex_);
    sqlite::Transaction transaction(database_);
    for (const StoredApp& app : change.apps) {
      put_app_
          .with(Text(app.id), Text(app.name), app.created_s, Text(app.enabled_by), app.requested_s, Text(app.contact),
                Text(app.reason), Text(app.new_messages), app.shown_s, app.chosen_s)
          .run();
    }
    for (const OnboardingFact& fact : change.facts) {
      add_fact_.with(Text(fact.onboarding), Text(fact.app), fact.at_s, Text(fact.fact)).run();
    }
    for (const StoredIntent& intent : change.intents) {
      put_intent_
          .with(Text(intent.id), Text(intent.owner), Text(intent.kind), Text(intent.request), intent.begun_s,
                intent.settled_s, Text(intent.outcome), Text(intent.learned))
          .run();
    }
    for (const SealedToken& token : change.tokens) {
      put_token_.with(Text(token.app), token.at_s, Text(token.sealed)).run();
    }
    transaction.commit();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<StoredApp>> apps() override {
    return all<StoredApp>(apps_, [](const Statement& row) {
      return StoredApp{text(row, 0), text(row, 1), row.integer(2), text(row, 3),   row.integer(4),
                       text(row, 5), text(row, 6), text(row, 7),   row.integer(8), row.integer(9)};
    });
  }

  Stored<std::vector<OnboardingFact>> facts() override {
    return all<OnboardingFact>(facts_, [](const Statement& row) {
      return OnboardingFact{text(row, 0), text(row, 1), row.integer(2), text(row, 3)};
    });
  }

  Stored<std::vector<StoredIntent>> intents() override {
    return all<StoredIntent>(intents_, [](const Statement& row) {
      return StoredIntent{text(row, 0),   text(row, 1),   text(row, 2), text(row, 3),
                          row.integer(4), row.integer(5), text(row, 6), text(row, 7)};
    });
  }

  Stored<std::optional<SealedToken>> token(std::string_view app) override try {
    const std::lock_guard lock(mutex_);
    std::optional<SealedToken> found;
    if (token_.with(app).step()) found = SealedToken{text(token_, 0), token_.integer(1), text(token_, 2)};
    token_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

 private:
  static std::string text(const Statement& row, int column) { return std::string(row.bytes(column)); }

  template <class Entry, class Read>
  Stored<std::vector<Entry>> all(Statement& statement, Read read) try {
    const std::lock_guard lock(mutex_);
    std::vector<Entry> entries;
    statement.reset();
    while (statement.step()) entries.push_back(read(statement));
    statement.reset();
    return entries;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Database database_;
  Schema schema_;
  Statement put_app_, add_fact_, put_intent_, put_token_, apps_, facts_, intents_, token_;
  std::mutex mutex_;
};

}  // namespace

Stored<std::unique_ptr<Ledger>> open_sqlite_ledger(const std::string& path) try {
  return std::unique_ptr<Ledger>(std::make_unique<SqliteLedger>(path));
} catch (const sqlite::SqliteFailure& failure) {
  return StoreError{failure.what()};
}

}  // namespace twinline
