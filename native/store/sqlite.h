// SQLite as two small owners: a connection and a prepared statement.
//
// Failures are thrown as SqliteFailure and caught by the stores, whose own members return Stored<>. Text is bound as blobs:
// columns hold bytes, whatever they are.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace twinline::sqlite {

class SqliteFailure : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  enum class Sync { normal, full };

  explicit Database(const std::string& path, Sync sync);  // write-ahead log; made if missing
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql);
  sqlite3* handle() const { return handle_; }
  [[noreturn]] void fail(const char* doing) const;

 private:
  sqlite3* handle_ = nullptr;
  std::string path_;
};

class Statement {
 public:
  Statement(Database& database, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Starts anew, with its parameters from the first on. Views must live until the last step.
  template <class... Values>
  Statement& with(const Values&... values) {
    reset();
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  bool step();  // true: there is a row
  void run() {
    while (step()) {
    }
    reset();
  }
  std::int64_t integer(int column) const;
  std::string_view bytes(int column) const;  // dies with the next step
  void reset();

 private:
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace twinline::sqlite
