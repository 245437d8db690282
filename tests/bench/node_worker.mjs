// The contenders that run in Node, behind the protocol of native/main.cpp:
//
//     node --expose-gc node_worker.mjs FILE.jsonl      then, a line each on stdin
//     round NAME | answer NAME | search NAME TEXT | page NAME | memory

import { createInterface } from 'node:readline';
import { bodiesOf } from './data/inputs.mjs';
import { linearMemory, watchMemory } from './support/linear_memory.mjs';

// Loaded when first asked for: a part of the benchmark needs only what it measures.
const contenders = {
  javascript: async () => (await import('./contenders/javascript.mjs')).javascript(),
  parse: async () => (await import('./contenders/javascript.mjs')).parseOnly(),
  kapso: async () => (await import('./contenders/kapso.mjs')).kapso(),
  sqljs: async () => (await import('./contenders/sqljs.mjs')).sqljs(),
  merge: async () => (await import('./contenders/twinline.mjs')).merging(),
  apply: async () => (await import('./contenders/twinline.mjs')).applying(),
  decode: async () => (await import('./contenders/twinline.mjs')).decoding(),
};

watchMemory();
const bodies = bodiesOf(process.argv[2]);
const made = new Map();

async function obey(command, name, ...words) {
  if (command === 'memory') return { bytes: linearMemory() };
  if (!made.has(name)) made.set(name, await contenders[name]());
  const contender = made.get(name);
  if (command === 'answer') return contender.answer();
  if (command === 'page') return (await import('./contenders/pages.mjs')).timePages(contender.history());

  if (command === 'search') return timed(() => ({ ids: contender.search(words.join(' ')) }));

  contender.dispose();
  globalThis.gc();  // what an earlier round has left is not this one's to clear away
  return timed(() => contender.run(bodies));
}

function timed(work) {
  const begin = performance.now();
  const result = work();
  return { ms: performance.now() - begin, ...result };
}

const say = (value) => process.stdout.write(JSON.stringify(value) + '\n');
say({ bodies: bodies.length });
for await (const line of createInterface({ input: process.stdin })) say(await obey(...line.split(' ')));
