// Bytes -> merged, ordered store, against the JavaScript side: natively and in WebAssembly, warm and cold.

import { compare, middle } from '../support/statistics.mjs';
import { millis } from '../support/table.mjs';
import { Worker, withWorkers } from '../support/worker.mjs';

const limits = {
  native: { floor: 6, goal: 12 },
  warm: { floor: 4, goal: 9 },
  cold: { floor: 3, goal: 6 },
};

/** @param {{native: boolean, wasm: boolean, rounds: number, processes: number}} plan */
export async function mergeRows(input, plan, { check, progress }) {
  const warm = await measureWarm(input, plan, check, progress);
  const cold = await measureCold(input, plan, progress);
  const rows = [];
  if (plan.native) {
    rows.push(row('native, warm', warm.native, warm.javascript, limits.native));
    rows.push(row('native, cold', cold.native, cold.javascript));
  }
  if (plan.wasm) {
    rows.push(row('WASM, warm', warm.wasm, warm.javascript, limits.warm));
    rows.push(row('WASM, cold', cold.wasm, cold.javascript, limits.cold));
  }
  return { rows, warm };
}

/** Later rounds of processes that stay; rounds of the contenders take turns. WebAssembly shares a process with JavaScript. */
async function measureWarm({ path, answer }, plan, check, progress) {
  const starting = [Worker.node(path), ...(plan.native ? [Worker.native(path)] : [])];
  return withWorkers(starting, async (node, program) => {
    const turns = turnsOf(plan, node, program);
    for (const [name, worker, contender] of turns) {
      await worker.round(contender);
      check(name, await worker.ask(`answer ${contender}`), answer);
    }
    const took = Object.fromEntries(turns.map(([name]) => [name, []]));
    for (let round = 0; round < plan.rounds; ++round) {
      progress(`warm round ${round + 1} of ${plan.rounds}`);
      for (const [name, worker, contender] of turns) took[name].push(await worker.round(contender));
    }
    return took;
  });
}

/** The first round of a fresh process each. */
async function measureCold({ path }, plan, progress) {
  const took = { javascript: [], native: [], wasm: [] };
  for (let round = 0; round < plan.processes; ++round) {
    progress(`cold process ${round + 1} of ${plan.processes}`);
    for (const [name, start, contender] of startsOf(plan)) {
      await withWorkers([start(path)], async (worker) => took[name].push(await worker.round(contender)));
    }
  }
  return took;
}

function turnsOf(plan, node, program) {
  return startsOf(plan).map(([name, start, contender]) => [name, start === Worker.native ? program : node, contender]);
}

function startsOf({ native, wasm }) {
  const starts = [['javascript', Worker.node, 'javascript']];
  if (native) starts.push(['native', Worker.native, 'twinline']);
  if (wasm) starts.push(['wasm', Worker.node, 'merge']);
  return starts;
}

function row(what, ours, theirs, limit = {}) {
  return { what, ours: millis(middle(ours)), theirs: millis(middle(theirs)), ...compare(ours, theirs), ...limit };
}
