// SQLite does the merge: json_each finds the messages, an upsert keeps the best status, an index the order.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "tests/bench/native/answer.h"
#include "tests/bench/native/contender.h"

namespace twinline::bench {
namespace {

// contenders/sqljs.mjs runs the same statements.
constexpr const char* schema = R"(
  CREATE TABLE ladder (status TEXT PRIMARY KEY, rank INTEGER) WITHOUT ROWID;
  INSERT INTO ladder VALUES ('PENDING', 1), ('SENT', 2), ('DELIVERED', 3), ('READ', 4), ('PLAYED', 5);
  CREATE TABLE message (id TEXT PRIMARY KEY, thread TEXT, at INTEGER, out INTEGER, rank INTEGER, text TEXT);
)";
constexpr const char* merge = R"(
  INSERT INTO message
  SELECT m.value ->> 'id', t.value ->> 'id', CAST(m.value ->> 'timestamp' AS INTEGER),
         coalesce(m.value ->> '$.history_context.from_me', 0),
         (SELECT rank FROM ladder WHERE status = m.value ->> '$.history_context.status'),
         coalesce(m.value ->> '$.text.body', m.value ->> '$.image.caption', '')
  FROM json_each(?1, '$.entry') AS e, json_each(e.value, '$.changes') AS c, json_each(c.value, '$.value.history') AS h,
       json_each(h.value, '$.threads') AS t, json_each(t.value, '$.messages') AS m
  WHERE true
  ON CONFLICT (id) DO UPDATE SET rank = max(rank, excluded.rank)
)";
constexpr const char* order = R"(CREATE INDEX in_order ON message (thread, at, id))";
constexpr const char* answer_query = R"(
  SELECT thread, id, at, CASE WHEN out OR rank >= 4 THEN rank ELSE 0 END, text FROM message ORDER BY thread, at, id
)";

class Sqlite : public Contender {
 public:
  Sqlite() {
    check(sqlite3_open(":memory:", &database_));
    execute(schema);
  }
  ~Sqlite() override { sqlite3_close(database_); }

  void run(Bodies bodies) override {
    sqlite3_stmt* statement = prepare(merge);
    execute("BEGIN");
    for (const std::string_view body : bodies) {
      check(sqlite3_bind_text(statement, 1, body.data(), static_cast<int>(body.size()), SQLITE_STATIC));
      if (sqlite3_step(statement) != SQLITE_DONE) fail();
      sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    execute(order);
    execute("COMMIT");
  }

  std::string answer() override {
    static constexpr std::string_view ladder[] = {"none", "pending", "sent", "delivered", "read", "played"};
    Answer answer;
    sqlite3_stmt* statement = prepare(answer_query);
    const auto text = [statement](int column) {
      return std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                              static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    };
    while (sqlite3_step(statement) == SQLITE_ROW) {
      answer.add(text(0), text(1), sqlite3_column_int64(statement, 2), ladder[sqlite3_column_int(statement, 3)],
                 text(4));
    }
    sqlite3_finalize(statement);
    return answer.end();
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() {
    std::fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database_));
    std::exit(1);
  }
  void execute(const char* statements) { check(sqlite3_exec(database_, statements, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
    return statement;
  }

  sqlite3* database_ = nullptr;
};

}  // namespace

std::unique_ptr<Contender> make_sqlite() { return std::make_unique<Sqlite>(); }

}  // namespace twinline::bench
