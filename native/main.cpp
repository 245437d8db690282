// The program `twinline`: one verb a file under native/cli. Exit 0, 1 for bad input, 2 for bad usage.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
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
  // The environment is looked at too late by the library: a file named there would be read by nobody.
  const char* const named = std::getenv("TWINLINE_CONFIG");
  app.set_config(
      "--config", named == nullptr ? "" : named,
      "Take flags from this file (or that of TWINLINE_CONFIG): lines of flag=value under [VERB]. Stands before "
      "the verb",
      named != nullptr && *named != '\0');
  app.allow_config_extras(CLI::config_extras_mode::error);
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
    const bool no_verb = app.get_subcommands().empty() && count > 1 && *words[1] != '-';
    const std::string what = no_verb ? "there is no verb \"" + std::string(words[1]) + '"' : error.what();
    std::cerr << "twinline: " << what << "\nRun `twinline --help` or `twinline VERB --help`.\n";
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
