#include "native/cli/export.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "native/cli/data_folder.h"
#include "native/cli/delivery_line.h"
#include "native/cli/each_delivery.h"
#include "native/cli/option.h"
#include "native/cli/output.h"
#include "native/cli/progress.h"

namespace twinline {
namespace {

struct Flags {
  DataFolder data;
  bool records = false;
};

int export_deliveries(Journal& journal) {
  Output output;
  Progress progress("export", "deliveries", *journal.count());
  std::int64_t done = 0;
  const auto all = each_delivery(journal, [&](const Delivery& delivery) {
    output.write(delivery_line(delivery));
    output.write("\n");
    progress.at(++done);
    return !output.closed();
  });
  progress.finish();
  if (!all) return report_failure(all.error());
  return output.finish() ? 0 : 1;
}

int export_records(Journal& journal, Records& records) {
  const auto status = records.status();
  if (!status) return report_failure(status.error());
  if (const std::int64_t behind = *journal.count() - status->deliveries; behind > 0) {
    std::cerr << "twinline: export: " << behind
              << " deliveries are not in the records yet, let `twinline serve` go on\n";
  }
  // The canonical order depends on links between records, so the whole state is put together once.
  History history;
  Decoder decoder;
  Progress progress("export", "records", 0);
  std::int64_t done = 0;
  std::string unreadable;
  const auto read = records.each([&](std::string_view line) {
    const auto record = decoder(line);
    if (!record) unreadable = record.error().what;
    if (record) history.apply(**record);
    progress.at(++done);
  });
  progress.finish();
  if (!read) return report_failure(read.error());
  if (!unreadable.empty())
    return report_failure({"a stored record cannot be read, run `twinline rebuild`: " + unreadable});
  Output output;
  history.write_records([&](std::string_view piece) { output.write(piece); });
  return output.finish() ? 0 : 1;
}

int export_data(const Flags& flags) {
  auto journal = flags.data.journal(true);
  if (!journal) return report_failure(journal.error());
  if (const auto count = (*journal)->count(); !count) return report_failure(count.error());
  if (!flags.records) return export_deliveries(**journal);
  auto records = flags.data.records(true);
  if (!records) return report_failure(records.error());
  return export_records(**journal, **records);
}

}  // namespace

void add_export(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("export", "A store's deliveries, or its records, one a line");
  const auto flags = std::make_shared<Flags>();
  add_option(*verb, "--data", flags->data.path, "Folder of the store");
  add_flag(*verb, "--records", flags->records, "Its records in canonical order instead of its deliveries");
  verb->callback([flags, &exit_code] { exit_code = export_data(*flags); });
}

}  // namespace twinline
