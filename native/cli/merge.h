// `twinline merge FILE…`: bodies, records, deliveries and own sends, in any order, as one state.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0 or 1 (some input was bad) to `exit_code`.
void add_merge(CLI::App& app, int& exit_code);

}  // namespace twinline
