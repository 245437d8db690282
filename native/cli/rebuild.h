// `twinline rebuild`: forgets the records and computes them anew from the journal.
#pragma once

#include "native/store/journal.h"
#include "native/store/ledger.h"
#include "native/store/records.h"

namespace CLI {
class App;
}

namespace twinline {

// Registers the verb. Its callback writes 0 or 1 (the store fails or is in use) to `exit_code`.
void add_rebuild(CLI::App& app, int& exit_code);

// Brings the records up to the journal's end, with progress on stderr. Returns the exit code.
// Whose onboarding a sync belongs to is looked up in the ledger.
int project_all(Journal& journal, Records& records, Ledger& ledger);

}  // namespace twinline
