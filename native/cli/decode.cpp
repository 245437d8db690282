#include "native/cli/decode.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "native/cli/input.h"
#include "native/cli/output.h"

namespace twinline {
namespace {

int decode(const std::vector<std::string>& files) {
  Decoder decoder;
  Output output;
  std::string events;
  const bool good = read_inputs(files, [&](const InputText& input) -> std::optional<Error> {
    if (output.closed()) return std::nullopt;
    const auto batch = decoder(input.text);
    if (!batch) return batch.error();
    events.clear();
    write_events(**batch, {input.file, input.line}, events);
    output.write(events);
    return std::nullopt;
  });
  return output.finish() && good ? 0 : 1;
}

}  // namespace

void add_decode(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("decode", "Webhook bodies -> events, one JSON object a line, never de-duplicated");
  const auto files = std::make_shared<std::vector<std::string>>();
  verb->add_option("FILE", *files, "One JSON body; .jsonl: one a line; -: standard input")->required();
  verb->callback([files, &exit_code] { exit_code = decode(*files); });
}

}  // namespace twinline
