// What a large history costs to hold and to look into.

import { bytes, micros, percent } from '../support/table.mjs';
import { Worker, withWorkers } from '../support/worker.mjs';

export async function memoryRows({ path, answer }, plan) {
  const rows = [];
  const beyond = (held) => (held - answer.textBytes) / answer.messages;
  if (plan.native) {
    const held = await withWorkers([Worker.native(path)], (program) => program.ask('memory'));
    rows.push({ what: 'native, allocated beyond text and ids, a message', value: beyond(held.bytes), floor: 96, goal: 48, least: false, format: bytes });
  }
  if (plan.wasm) {
    const held = await withWorkers([Worker.node(path)], async (node) => {
      await node.round('merge');
      return node.ask('memory');
    });
    rows.push({ what: 'WASM, linear memory beyond text and ids, a message', value: beyond(held.bytes), format: bytes });
    rows.push({ what: 'WASM, linear memory, a message', value: held.bytes / answer.messages, format: bytes });
  }
  return rows;
}

export async function pageRows({ path, answer }) {
  const time = await withWorkers([Worker.node(path)], async (node) => {
    await node.round('merge');
    return node.ask('page merge');
  });
  return [
    { what: `newest page of 50 out of ${answer.messages}`, value: time.still, floor: 200, goal: 50, least: false, format: micros },
    { what: 'the same when a live message has just come', value: time.moved, format: micros },
    { what: 'first page of 50 threads', value: time.threads, format: micros },
  ];
}

/** How much more a message costs in ten times as many. */
export function growthRows(small, large) {
  return ['native', 'wasm']
    .filter((name) => small.warm[name] && large.warm[name])
    .map((name) => {
      const cost = ({ warm, messages }) => Math.min(...warm[name]) / messages;
      return {
        what: name === 'wasm' ? 'WASM' : 'native',
        value: cost(large) / cost(small) - 1,
        floor: 0.35,
        goal: 0.15,
        least: false,
        format: percent,
      };
    });
}
