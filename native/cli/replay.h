// `twinline replay --target URL`: posts a store's webhooks to an endpoint, the same bytes with the signature they came with.
#pragma once

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0, 1 (a webhook was not accepted) or 2 (bad usage) to `exit_code`.
void add_replay(CLI::App& app, int& exit_code);

}  // namespace twinline
