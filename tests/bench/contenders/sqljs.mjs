// sql.js (SQLite in WebAssembly) does the merge: json_each finds the messages, an upsert keeps the best status, an index
// the order. The statements are those of native/sqlite.cpp.

import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { Answer, shownStatus } from '../data/answer.mjs';

const source = readFileSync(new URL('../native/sqlite.cpp', import.meta.url), 'utf8');
const statement = (name) => new RegExp(`${name} = R"\\((.*?)\\)";`, 's').exec(source)[1];

export async function sqljs() {
  const { Database } = await initSqlJs();
  let database;
  return {
    run(bodies) {
      database = new Database();
      database.exec(statement('schema'));
      const decoder = new TextDecoder();
      const merge = database.prepare(statement('merge'));
      database.exec('BEGIN');
      for (const body of bodies) merge.run([decoder.decode(body)]);
      merge.free();
      database.exec(statement('order'));
      database.exec('COMMIT');
    },
    answer() {
      const answer = new Answer();
      const rows = database.prepare('SELECT thread, id, at, out, rank, text FROM message ORDER BY thread, at, id');
      while (rows.step()) {
        const [thread, id, at, out, rank, text] = rows.get();
        answer.add(thread, id, at, shownStatus(out === 1, rank), text);
      }
      rows.free();
      return answer.end();
    },
    dispose() {
      database?.close();
      database = undefined;
    },
  };
}
