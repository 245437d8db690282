#include "native/cli/import.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "native/cli/data_folder.h"
#include "native/cli/delivery_line.h"
#include "native/cli/input.h"
#include "native/cli/option.h"
#include "native/cli/progress.h"
#include "native/cli/rebuild.h"

namespace twinline {
namespace {

constexpr std::size_t group_deliveries = 1'000;
constexpr std::size_t group_bytes = 8U << 20;

struct Flags {
  std::vector<std::string> files;
  DataFolder data;
};

// Deliveries on their way into a journal, many a transaction.
class Importer {
 public:
  explicit Importer(Journal& journal) : journal_(journal) {}

  void add(Delivery delivery) {
    bytes_ += delivery.body.size();
    group_.push_back(std::move(delivery));
    progress_.at(++count_);
    if (group_.size() >= group_deliveries || bytes_ >= group_bytes) store();
  }
  std::optional<StoreError> finish() {
    store();
    progress_.finish();
    return failure_;
  }

 private:
  void store() {
    if (!failure_ && !group_.empty()) {
      if (const auto stored = journal_.append(group_); !stored) failure_ = stored.error();
    }
    group_.clear();
    bytes_ = 0;
  }

  Journal& journal_;
  std::vector<Delivery> group_;
  std::size_t bytes_ = 0;
  std::int64_t count_ = 0;
  Progress progress_{"import", "deliveries", 0};
  std::optional<StoreError> failure_;
};

int import(const Flags& flags) {
  const auto lock = flags.data.lock();
  if (!lock) return report_failure(lock.error());
  auto journal = flags.data.journal(false);
  if (!journal) return report_failure(journal.error());
  auto records = flags.data.records(false);
  if (!records) return report_failure(records.error());

  Importer importer(**journal);
  Decoder decoder;
  const bool good = read_inputs(flags.files, [&](const InputText& input) -> std::optional<Error> {
    auto delivery = parse_delivery(input.text, decoder);
    if (!delivery) return delivery.error();
    importer.add(std::move(*delivery));
    return std::nullopt;
  });
  if (const auto failure = importer.finish()) return report_failure(*failure);
  const auto ledger = flags.data.ledger();
  if (!ledger) return report_failure(ledger.error());
  const int projected = project_all(**journal, **records, **ledger);
  return good ? projected : 1;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("import", "Deliveries, own sends, records and bare bodies into a store");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("FILE", flags->files, "One JSON text; .jsonl: one a line; -: standard input")->required();
  add_option(*verb, "--data", flags->data.path, "Folder of the store");
  verb->callback([flags, &exit_code] { exit_code = import(*flags); });
}

}  // namespace twinline
