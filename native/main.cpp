// The program `twinline`: one verb a file under native/cli. Exit 0, 1 for bad input, 2 for bad usage.
#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>

#include "native/cli/check.h"
#include "native/cli/decode.h"
#include "native/cli/export.h"
#include "native/cli/import.h"
#include "native/cli/merge.h"
#include "native/cli/plan.h"
#include "native/cli/rebuild.h"
#include "native/cli/replay.h"
#include "native/cli/serve.h"
#include "native/cli/simulate.h"
#include "native/version.h"

namespace {

int run(int count, char** words) {
  CLI::App app("One WhatsApp number on the phone and on the Cloud API: its webhooks kept, merged and shown.",
               "twinline");
  app.set_version_flag("--version", "twinline " + std::string(twinline::version()));
  app.set_config("--config", "", "Take flags from this file: lines of flag=value under [VERB]")
      ->envname("TWINLINE_CONFIG");
  app.require_subcommand(1);
  int exit_code = 0;
  twinline::add_decode(app, exit_code);
  twinline::add_merge(app, exit_code);
  twinline::add_check(app, exit_code);
  twinline::add_plan(app, exit_code);
  twinline::add_serve(app, exit_code);
  twinline::add_simulate(app, exit_code);
  twinline::add_export(app, exit_code);
  twinline::add_import(app, exit_code);
  twinline::add_replay(app, exit_code);
  twinline::add_rebuild(app, exit_code);
  try {
    app.parse(count, words);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "twinline: " << error.what() << "\nRun `twinline --help` or `twinline VERB --help`.\n";
    return 2;
  }
  return exit_code;
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone away is a failed write, not the end of the process
  try {
    return run(count, words);
  } catch (const std::exception& error) {
    std::cerr << "twinline: " << error.what() << "\n";
    return 1;
  }
}
