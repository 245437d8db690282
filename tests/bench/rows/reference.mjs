// Others who do the same work, and parsers that only read: where the ceiling is.

import { middle } from '../support/statistics.mjs';
import { millis } from '../support/table.mjs';
import { Worker, withWorkers } from '../support/worker.mjs';

export async function referenceRows({ path, answer }, plan, { check, progress }) {
  const megabytes = (await import('node:fs')).statSync(path).size / 1e6;
  return withWorkers([Worker.node(path), Worker.native(path)], async (node, program) => {
    const turns = [
      ['native: SQLite, json_each and upsert', program, 'sqlite'],
      ['WASM: sql.js, the same statements', node, 'sqljs'],
      ['native: twinline decode only', program, 'decode'],
      ['native: Boost.JSON parse only', program, 'boost'],
      ['native: simdjson parse only, the limit', program, 'simdjson'],
      ['Node: TextDecoder and JSON.parse only', node, 'parse'],
    ];
    for (const [what, worker, contender] of turns.slice(0, 2)) {
      progress(what);
      await worker.round(contender);
      check(contender, await worker.ask(`answer ${contender}`), answer);
    }
    const took = turns.map(() => []);
    for (let round = 0; round < plan.references; ++round) {
      progress(`reference round ${round + 1} of ${plan.references}`);
      for (const [nth, [, worker, contender]] of turns.entries()) took[nth].push(await worker.round(contender));
    }
    return turns.map(([what], nth) => {
      const best = Math.min(...took[nth]);
      return { what, ours: millis(middle(took[nth])), value: (1000 * megabytes) / best, format: (rate) => `${rate.toFixed(0)} MB/s` };
    });
  });
}
