// Which media should be fetched before their ids die, and which placeholders still wait for theirs.
//
// How long ids live and of which days the history brings media are dated rules (core/policy).
#pragma once

#include "core/history/history.h"
#include "core/history/number.h"

namespace twinline {

MediaDue media_due_of(const Number& number, const MediaQuery& query);

// When the history of a number was asked for: its latest onboarding; where that is not known, the time of the newest message
// that came with the history. 0 if there is neither.
std::int64_t history_asked_at(const Number& number);

// Whether Meta sends the medium of a placeholder of that time.
bool history_brings_medium(std::int64_t at, std::int64_t history_asked_at);

}  // namespace twinline
