#include <map>
#include <mutex>

#include "native/store/journal.h"
#include "native/store/sqlite.h"

namespace twinline {
namespace {

using sqlite::Database;
using sqlite::Statement;

// One connection writes, one reads, each under its own lock: in WAL mode neither waits for the other. The commit's fsync is
// what makes append() durable.
class SqliteJournal final : public Journal {
 public:
  explicit SqliteJournal(const std::string& path)
      : writer_(path, Database::Sync::full),
        schema_(writer_),
        reader_(path, Database::Sync::full),
        insert_(
            writer_,
            "INSERT INTO delivery(lane, seq, kind, received_ms, onboarding, signature, body) VALUES(?,?,?,?,?,?,?)"),
        note_(writer_, "UPDATE delivery SET onboarding = ? WHERE lane = ? AND seq = ? AND onboarding = 0"),
        last_(writer_, "SELECT coalesce(max(seq), 0) FROM delivery WHERE lane = ?"),
        read_(reader_,
              "SELECT seq, kind, received_ms, onboarding, signature, body FROM delivery"
              " WHERE lane = ? AND seq > ? ORDER BY seq LIMIT ?"),
        // One look-up a lane; DISTINCT would walk through every delivery.
        lanes_(
            reader_,
            "WITH RECURSIVE step(lane) AS (SELECT min(lane) FROM delivery UNION ALL"
            " SELECT (SELECT min(lane) FROM delivery WHERE lane > step.lane) FROM step WHERE step.lane IS NOT NULL)"
            " SELECT lane, (SELECT max(seq) FROM delivery WHERE lane = step.lane) FROM step WHERE lane IS NOT NULL") {}

  Stored<> append(const std::vector<Delivery>& deliveries) override try {
    const std::lock_guard lock(writing_);
    std::map<std::int64_t, std::int64_t> last;
    sqlite::Transaction transaction(writer_);
    for (const Delivery& delivery : deliveries) {
      auto seq = last.find(delivery.lane);
      if (seq == last.end()) {
        last_.with(delivery.lane).step();
        seq = last.emplace(delivery.lane, last_.integer(0)).first;
        last_.reset();
      }
      insert_
          .with(delivery.lane, ++seq->second, static_cast<std::int64_t>(delivery.kind), delivery.received_ms,
                delivery.onboarding, std::string_view(delivery.signature), std::string_view(delivery.body))
          .run();
    }
    transaction.commit();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<> note(const std::vector<OnboardingNote>& notes) override try {
    const std::lock_guard lock(writing_);
    sqlite::Transaction transaction(writer_);
    for (const OnboardingNote& one : notes) note_.with(one.onboarding, one.lane, one.seq).run();
    transaction.commit();
    return Done{};
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<Delivery>> read(std::int64_t lane, std::int64_t after, std::size_t limit,
                                     std::size_t max_bytes) override try {
    const std::lock_guard lock(reading_);
    std::vector<Delivery> found;
    std::size_t bytes = 0;
    read_.with(lane, after, static_cast<std::int64_t>(limit));
    while (bytes < max_bytes && read_.step()) {
      Delivery& delivery = found.emplace_back();
      delivery.lane = lane;
      delivery.seq = read_.integer(0);
      delivery.kind = static_cast<Delivery::Kind>(read_.integer(1));
      delivery.received_ms = read_.integer(2);
      delivery.onboarding = read_.integer(3);
      delivery.signature = read_.bytes(4);
      delivery.body = read_.bytes(5);
      bytes += delivery.body.size();
    }
    read_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::vector<std::int64_t>> lanes() override try {
    const std::lock_guard lock(reading_);
    std::vector<std::int64_t> found;
    lanes_.reset();
    while (lanes_.step()) found.push_back(lanes_.integer(0));
    lanes_.reset();
    return found;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

  Stored<std::int64_t> count() override try {
    const std::lock_guard lock(reading_);
    std::int64_t total = 0;
    lanes_.reset();
    while (lanes_.step()) total += lanes_.integer(1);
    lanes_.reset();
    return total;
  } catch (const sqlite::SqliteFailure& failure) {
    return StoreError{failure.what()};
  }

 private:
  struct Schema {
    explicit Schema(Database& database) {
      database.run(R"(
        CREATE TABLE IF NOT EXISTS delivery(
          lane INTEGER NOT NULL,         -- its writer; 0 is the shim's own ingest
          seq INTEGER NOT NULL,          -- 1, 2, 3 … in the lane, without holes
          kind INTEGER NOT NULL,         -- 0 a webhook's body, 1 another line of facts
          received_ms INTEGER NOT NULL,  -- when it was stored, Unix time
          onboarding INTEGER NOT NULL,   -- the onboarding its sync belongs to, 0 where none is known
          signature BLOB NOT NULL,       -- X-Hub-Signature-256 as it came
          body BLOB NOT NULL,            -- byte for byte
          PRIMARY KEY(lane, seq)))");
    }
  };

  Database writer_;
  Schema schema_;
  Database reader_;
  Statement insert_, note_, last_, read_, lanes_;
  std::mutex writing_, reading_;
};

}  // namespace

Stored<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& path) try {
  return std::unique_ptr<Journal>(std::make_unique<SqliteJournal>(path));
} catch (const sqlite::SqliteFailure& failure) {
  return StoreError{failure.what()};
}

}  // namespace twinline
