// `twinline serve`: the shim, until SIGTERM or SIGINT.
//
// Secrets come from the environment, TWINLINE_APP_SECRET, TWINLINE_VERIFY_TOKEN and TWINLINE_ADMIN_TOKEN, or from files
// named by the same names with _FILE behind them; never from the command line, which others can read.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0, 1 (it cannot work) or 2 (bad usage) to `exit_code`.
void add_serve(CLI::App& app, int& exit_code);

}  // namespace twinline
