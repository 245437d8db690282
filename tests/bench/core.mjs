// ./dev bench core: how fast the core is, as ratios measured side by side in one run, equal results first.
//
//     node core.mjs [--quick] [PART…]
//
// Times on a busy machine mean little; rounds of the contenders take turns, and the ratio is the median over the rounds.
// Exit 1 if results differ from the answer that the input was made with; never because of a time.

import { history, live } from './data/inputs.mjs';
import { liveRows } from './rows/live.mjs';
import { growthRows, memoryRows, pageRows } from './rows/large.mjs';
import { mergeRows } from './rows/merge.mjs';
import { referenceRows } from './rows/reference.mjs';
import { searchRows } from './rows/search.mjs';
import { print } from './support/table.mjs';

const parts = ['native', 'wasm', 'live', 'page', 'memory', 'search', 'reference'];
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const asked = args.filter((arg) => arg !== '--quick');
const unknown = asked.filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`no part of the benchmark is called ${unknown.join(', ')}; there are ${parts.join(' ')}`);
  process.exit(2);
}
const wants = (part) => asked.length === 0 || asked.includes(part);

const progress = (text) => console.error(`   ${text}`);
const fail = (text) => {
  console.error(text);
  process.exit(1);
};
const check = (name, answer, expected) => {
  if (answer.messages === expected.messages && answer.digest === expected.digest) return progress(`${name}: equal`);
  fail(`${name} gives another history:\n  ${JSON.stringify(answer)}\nwhere the answer is\n  ${JSON.stringify(expected)}`);
};
const bench = { check, fail, progress };

const sizes = quick ? [100_000] : [100_000, 1_000_000];
const inputs = new Map(sizes.map((size) => [size, history(size, progress)]));
const largest = inputs.get(sizes.at(-1));
const name = (size) => (size >= 1e6 ? `${size / 1e6} M` : `${size / 1e3} k`);

const merged = [];
if (wants('native') || wants('wasm')) {
  for (const [size, input] of inputs) {
    progress(`${name(size)} messages`);
    const plan = { native: wants('native'), wasm: wants('wasm'), rounds: size > 100_000 ? 3 : 7, processes: size > 100_000 ? 2 : 4 };
    const { rows, warm } = await mergeRows(input, plan, bench);
    merged.push({ warm, messages: size });
    print(`Bytes -> merged, ordered store, ${name(size)} messages and a fifth of them twice; JavaScript side in Node`, rows);
  }
  if (merged.length > 1) print('Cost of a message, from 100 k to 1 M', growthRows(...merged));
}
if (wants('live')) {
  const count = 20_000;
  print('One live webhook of 550 bytes, WASM', await liveRows(live(count, progress), count, quick ? 7 : 15, bench));
  const { kapsoCases } = await import('./rows/kapso_cases.mjs');
  for (const line of await kapsoCases()) console.log(`    ${line}`);
}
// A time that is wanted for a million messages is not judged by fewer.
const judged = (rows) => (quick ? rows.map(({ floor, goal, ...row }) => row) : rows);
if (wants('page')) print('Pages across the WASM border', judged(await pageRows(largest)));
if (wants('memory')) print(`Memory, ${name(sizes.at(-1))} messages`, await memoryRows(largest, { native: true, wasm: true }));
if (wants('search')) print(`Full-text search over ${name(sizes.at(-1))} messages, a page of 50`, judged(await searchRows(largest, bench)));
if (wants('reference')) print(`For comparison, ${name(sizes[0])} messages`, await referenceRows(inputs.get(sizes[0]), { references: 3 }, bench));
