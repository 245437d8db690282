// ./dev bench projection: how fast deliveries become records, on disk, by the program itself.
//
//     node projection.mjs PROGRAM [--quick]
//
// A history is imported into a fresh store, then its records are thrown away and made again from the journal, which is
// what the figure is about. The records must be those of a merge in memory. Exit 1 if they are not; never because of a time.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { history } from './data/inputs.mjs';
import { print } from './support/table.mjs';

const [program, ...flags] = process.argv.slice(2);
const sizes = flags.includes('--quick') ? [20_000] : [20_000, 100_000];
const progress = (text) => console.error(`   ${text}`);
const run = (...args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });
const timed = (...args) => {
  const begin = performance.now();
  run(...args);
  return (performance.now() - begin) / 1000;
};
const rate = (value) => `${value.toFixed(0)} records/s`;

const rows = [];
for (const size of sizes) {
  const { path } = history(size, progress);
  const data = mkdtempSync(join(tmpdir(), 'twinline-bench-'));
  try {
    progress(`${size} messages: import`);
    run('import', '--data', data, path);
    progress(`${size} messages: rebuild`);
    const took = timed('rebuild', '--data', data);
    const records = run('export', '--records', '--data', data);
    if (records !== run('merge', '--records', path)) {
      console.error(`the store's records of ${path} are not those of a merge`);
      process.exit(1);
    }
    const count = records.split('\n').length - 2;
    rows.push({ what: `${size / 1e3} k messages`, ours: `${took.toFixed(1)} s`, value: count / took, floor: 10_000, goal: 40_000, format: rate });
  } finally {
    rmSync(data, { recursive: true });
  }
}
print('Projection from the journal into SQLite', rows);
