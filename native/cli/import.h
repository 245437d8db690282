// `twinline import FILE…`: deliveries, own sends, records and bare bodies into a store, which is then projected.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0 or 1 (some input was bad, or the store fails) to `exit_code`.
void add_import(CLI::App& app, int& exit_code);

}  // namespace twinline
