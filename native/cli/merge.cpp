#include "native/cli/merge.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/format.h"
#include "core/history/history.h"
#include "native/bytes/sha256.h"
#include "native/cli/input.h"
#include "native/cli/option.h"
#include "native/cli/output.h"

namespace twinline {
namespace {

struct Flags {
  std::vector<std::string> files;
  bool records = false;
  bool digest = false;
};

std::string digest_of(const History& history) {
  Sha256 hash;
  history.write_records([&](std::string_view piece) { hash.update(piece); });
  return "sha256:" + hash.hex() + "\n";
}

std::string counted(const nlohmann::json& summary, const char* member, const std::string& things) {
  return std::to_string(summary.value(member, 0)) + " " + things;
}

std::string sync_text(const nlohmann::json& sync) {
  std::string text = "  " + sync.value("type", std::string("sync"));
  if (const auto onboarding = sync.value("onboarding", std::int64_t{0}); onboarding != 0) {
    text += " of onboarding " + std::to_string(onboarding);
  }
  std::string stage = sync.value("stage", std::string());
  for (char& c : stage) c = c == '_' ? ' ' : c;
  text += ": " + stage;
  if (sync.contains("progress")) text += ", " + std::to_string(sync.value("progress", 0)) + " %";
  for (const auto& hole : sync.value("holes", nlohmann::json::array())) {
    text +=
        ", missing chunks " + std::to_string(hole.value("first", 0)) + " to " + std::to_string(hole.value("last", 0));
  }
  return text + "\n";
}

std::string summary_of(const History& history) {
  std::string text;
  for (const std::string& number : history.numbers()) {
    const nlohmann::json summary = nlohmann::json::parse(history.number_summary(number), nullptr, false);
    text += "number " + number;
    if (!summary.is_object()) {
      text += "\n";
      continue;
    }
    if (summary.contains("phone")) text += ", phone " + summary.value("phone", std::string());
    if (summary.contains("waba")) text += ", account " + summary.value("waba", std::string());
    text += "\n  " + counted(summary, "threads", "threads") + ", " + counted(summary, "messages", "messages") + ", " +
            counted(summary, "waiting", "waiting") + ", " + counted(summary, "contacts", "contacts") + "\n";
    for (const auto& sync : summary.value("sync", nlohmann::json::array())) text += sync_text(sync);
  }
  return text.empty() ? "nothing that belongs to a number\n" : text;
}

int merge(const Flags& flags) {
  Decoder decoder;
  History history;
  const bool good = read_inputs(flags.files, [&](const InputText& input) -> std::optional<Error> {
    const auto batch = decoder(input.text);
    if (!batch) return batch.error();
    if (auto error = newer_format(**batch)) return error;
    history.apply(**batch);
    return std::nullopt;
  });
  Output output;
  if (flags.records) history.write_records([&](std::string_view piece) { output.write(piece); });
  if (flags.digest) output.write(digest_of(history));
  if (!flags.records && !flags.digest) output.write(summary_of(history));
  return output.finish() && good ? 0 : 1;
}

}  // namespace

void add_merge(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("merge", "Bodies, records, deliveries and own sends -> one state");
  const auto flags = std::make_shared<Flags>();
  verb->add_option("FILE", flags->files, "One JSON text; .jsonl: one a line; -: standard input")->required();
  CLI::Option* records = add_flag(*verb, "--records", flags->records, "Print the records, one a line");
  add_flag(*verb, "--digest", flags->digest, "Print the SHA-256 of exactly the bytes of --records")->excludes(records);
  verb->callback([flags, &exit_code] { exit_code = merge(*flags); });
}

}  // namespace twinline
