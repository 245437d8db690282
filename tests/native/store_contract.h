// What every journal and every record store must do, as one list of tests; store_test.cpp runs it on each implementation.
#pragma once

#include <functional>
#include <memory>

#include "native/store/journal.h"
#include "native/store/records.h"

namespace twinline {

// Makes an empty store; the one made before is gone by then.
void check_journal(const std::function<std::unique_ptr<Journal>()>& make);
void check_records(const std::function<std::unique_ptr<Records>()>& make);

}  // namespace twinline
