#include "native/cli/rebuild.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <utility>

#include "native/cli/data_folder.h"
#include "native/cli/option.h"
#include "native/cli/progress.h"
#include "native/going_live/affairs.h"
#include "native/projection/projector.h"

namespace twinline {
namespace {

int rebuild(const DataFolder& data) {
  // Before the lock, which would make a folder that was misspelled.
  auto journal = data.journal(true);
  if (!journal) return report_failure(journal.error());
  const auto lock = data.lock();
  if (!lock) return report_failure(lock.error());
  auto records = data.records(false);
  if (!records) return report_failure(records.error());
  if (const auto cleared = (*records)->clear(); !cleared) return report_failure(cleared.error());
  const auto ledger = data.ledger();
  if (!ledger) return report_failure(ledger.error());
  return project_all(**journal, **records, **ledger);
}

}  // namespace

int project_all(Journal& journal, Records& records, Ledger& ledger) {
  const Seal no_key{std::string()};  // tokens stay sealed
  Affairs affairs(ledger, no_key);
  if (const auto read = affairs.read(); !read) return report_failure(read.error());
  const auto total = journal.count();
  if (!total) return report_failure(total.error());
  const auto status = records.status();
  if (!status) return report_failure(status.error());
  Projector projector(journal, records, [&affairs](const std::string& number, std::int64_t at_s) {
    return affairs.onboarding_at(number, at_s);
  });
  Progress progress("projection", "deliveries", *total);
  std::int64_t done = status->deliveries;
  for (;;) {
    const auto step = projector.step();
    if (!step) return report_failure(step.error());
    if (step->deliveries == 0) break;
    progress.at(done += step->deliveries);
    for (const DeliveryIssue& issue : step->issues) {
      std::cerr << "twinline: delivery " << issue.lane << "/" << issue.seq << ": byte " << issue.byte << ": "
                << issue.what << "\n";
    }
  }
  progress.finish();
  return 0;
}

void add_rebuild(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("rebuild", "Compute a store's records anew from its deliveries");
  const auto data = std::make_shared<DataFolder>();
  add_option(*verb, "--data", data->path, "Folder of the store");
  verb->callback([data, &exit_code] { exit_code = rebuild(*data); });
}

}  // namespace twinline
