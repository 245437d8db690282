// `twinline export`: a store's deliveries as lines that `import` and `merge` take, or its records in canonical order.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0 or 1 (the store cannot be read) to `exit_code`.
void add_export(CLI::App& app, int& exit_code);

}  // namespace twinline
