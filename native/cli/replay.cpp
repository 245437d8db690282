#include "native/cli/replay.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "native/cli/data_folder.h"
#include "native/cli/each_delivery.h"
#include "native/cli/option.h"
#include "native/cli/progress.h"
#include "native/http/client.h"
#include "native/http/url.h"

namespace twinline {
namespace {

struct Flags {
  DataFolder data;
  std::string target;
};

int replay(const Flags& flags) {
  if (!parse_url(flags.target)) {
    std::cerr << "twinline: replay: --target takes an http or https address, not " << flags.target << "\n";
    return 2;
  }
  auto journal = flags.data.journal(true);
  if (!journal) return report_failure(journal.error());
  const auto total = (*journal)->count();
  if (!total) return report_failure(total.error());

  HttpClient client;
  Progress progress("replay", "deliveries", *total);
  std::int64_t done = 0;
  std::string problem;
  const auto all = each_delivery(**journal, [&](const Delivery& delivery) {
    progress.at(++done);
    if (delivery.kind != Delivery::Kind::webhook) return true;
    Request request{"POST", flags.target, {{"Content-Type", "application/json"}}, delivery.body};
    if (!delivery.signature.empty()) request.headers.emplace_back("X-Hub-Signature-256", delivery.signature);
    const Answer answer = client.send(request);
    if (answer.status >= 200 && answer.status < 300) return true;
    const std::string reason = answer.status == 0 ? client.problem() : "it answered " + std::to_string(answer.status);
    problem = flags.target + ": delivery " + std::to_string(delivery.seq) + " of lane " +
              std::to_string(delivery.lane) + " was not taken: " + reason;
    return false;
  });
  progress.finish();
  if (!all) return report_failure(all.error());
  return problem.empty() ? 0 : report_failure({problem});
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("replay", "Post a store's webhooks to an endpoint, byte for byte");
  const auto flags = std::make_shared<Flags>();
  add_option(*verb, "--data", flags->data.path, "Folder of the store");
  add_option(*verb, "--target", flags->target, "The endpoint, path included")->required();
  verb->callback([flags, &exit_code] { exit_code = replay(*flags); });
}

}  // namespace twinline
