// The tables of sends, campaigns and what users wish, made where they are missing.
#pragma once

#include "native/store/sqlite.h"

namespace twinline {

struct SendsSchema {
  explicit SendsSchema(sqlite::Database& database) {
    database.run(R"(
      CREATE TABLE IF NOT EXISTS send(
        seq INTEGER PRIMARY KEY,
        number BLOB NOT NULL,
        id BLOB NOT NULL,
        recipient BLOB NOT NULL,        -- as the caller wrote it
        user BLOB NOT NULL,             -- what limits are counted by
        type BLOB NOT NULL,
        preview BLOB NOT NULL,
        lane BLOB NOT NULL,
        campaign BLOB NOT NULL,
        version BLOB NOT NULL,
        opaque BLOB NOT NULL,
        body BLOB NOT NULL,             -- as it goes to Meta; empty once it lies in the journal
        free_form INTEGER NOT NULL,
        submitted_ms INTEGER NOT NULL,
        not_before_ms INTEGER NOT NULL,
        expires_ms INTEGER NOT NULL,
        state INTEGER NOT NULL,         -- 0 waiting, 1 in flight, 2 in doubt, 3 accepted, 4 failed, 5 dropped
        attempts INTEGER NOT NULL DEFAULT 0,
        started_ms INTEGER NOT NULL DEFAULT 0,
        ended_ms INTEGER NOT NULL DEFAULT 0,
        wamid BLOB NOT NULL DEFAULT x'',
        answer_status INTEGER NOT NULL DEFAULT 0,
        answer BLOB NOT NULL DEFAULT x'',
        reason BLOB NOT NULL DEFAULT x'',   -- why it ended, in words
        why INTEGER NOT NULL DEFAULT 0,    -- the same as EndReason has it
        error_code INTEGER NOT NULL DEFAULT 0,
        error_title BLOB NOT NULL DEFAULT x'',
        error_details BLOB NOT NULL DEFAULT x'',
        status BLOB NOT NULL DEFAULT x'',  -- how far it came, by webhook
        status_rank INTEGER NOT NULL DEFAULT 0,
        status_s INTEGER NOT NULL DEFAULT 0,
        journalled INTEGER NOT NULL DEFAULT 0,
        UNIQUE(number, id));
      CREATE INDEX IF NOT EXISTS send_unfinished ON send(state) WHERE state < 3;
      CREATE INDEX IF NOT EXISTS send_number ON send(number);
      CREATE INDEX IF NOT EXISTS send_state ON send(number, state);
      CREATE INDEX IF NOT EXISTS send_user ON send(number, user);
      CREATE INDEX IF NOT EXISTS send_wamid ON send(number, wamid) WHERE wamid != x'';
      CREATE INDEX IF NOT EXISTS send_campaign ON send(number, campaign, state, status, ended_ms) WHERE campaign != x'';
      CREATE INDEX IF NOT EXISTS send_unjournalled ON send(state) WHERE state = 3 AND journalled = 0;
      CREATE INDEX IF NOT EXISTS send_started ON send(number, started_ms) WHERE started_ms > 0;
      CREATE INDEX IF NOT EXISTS send_error ON send(number, ended_ms) WHERE error_code != 0;
      CREATE TABLE IF NOT EXISTS campaign(
        number BLOB NOT NULL,
        id BLOB NOT NULL,
        name BLOB NOT NULL,
        lane BLOB NOT NULL,
        template_name BLOB NOT NULL,
        template_language BLOB NOT NULL,
        state BLOB NOT NULL,
        total INTEGER NOT NULL,
        created_s INTEGER NOT NULL,
        UNIQUE(number, id));
      CREATE TABLE IF NOT EXISTS user(
        number BLOB NOT NULL,
        user BLOB NOT NULL,
        opened_s INTEGER NOT NULL,      -- wrote or called
        stopped_s INTEGER NOT NULL,     -- wants no marketing
        resumed_s INTEGER NOT NULL,     -- wants it again
        PRIMARY KEY(number, user)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS halt(
        number BLOB PRIMARY KEY,
        paused BLOB NOT NULL,           -- why a person paused it
        stopped BLOB NOT NULL);         -- why Meta stopped it
      CREATE TABLE IF NOT EXISTS send_key(
        number BLOB NOT NULL,
        key BLOB NOT NULL,
        body_hash BLOB NOT NULL,
        id BLOB NOT NULL,
        at_s INTEGER NOT NULL,
        PRIMARY KEY(number, key)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS journal_cursor(
        lane INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL);)");
    // Of an older twinline.
    if (!sqlite::Statement(database, "SELECT 1 FROM pragma_table_info('send') WHERE name = 'why'").step()) {
      database.run("ALTER TABLE send ADD COLUMN why INTEGER NOT NULL DEFAULT 0");
    }
  }
};

}  // namespace twinline
