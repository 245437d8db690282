// One live webhook of about 550 bytes, through the npm package.

import { compare, middle } from '../support/statistics.mjs';
import { micros } from '../support/table.mjs';
import { Worker, withWorkers } from '../support/worker.mjs';

const ours = ['apply', 'decode'];
const theirs = ['parse', 'kapso', 'javascript'];

export async function liveRows({ path, answer }, count, rounds, { check, progress }) {
  return withWorkers([Worker.node(path)], async (node) => {
    for (const contender of ['apply', 'javascript']) {
      await node.round(contender);
      check(contender, await node.ask(`answer ${contender}`), answer);
    }
    const took = Object.fromEntries([...ours, ...theirs].map((name) => [name, []]));
    for (let round = 0; round < rounds; ++round) {
      progress(`live round ${round + 1} of ${rounds}`);
      for (const name of Object.keys(took)) took[name].push((1000 * (await node.round(name))) / count);
    }
    const row = (what, mine, other, limit = {}) => ({
      what,
      ours: micros(middle(took[mine])),
      theirs: micros(middle(took[other])),
      ...compare(took[mine], took[other]),
      ...limit,
    });
    return [
      row('apply / JSON.parse of its bytes', 'apply', 'parse', { floor: 1, goal: 3 }),
      row('apply / JSON.parse and Kapso normaliser', 'apply', 'kapso', { floor: 3, goal: 8 }),
      row('apply / the whole JavaScript side', 'apply', 'javascript'),
      row('decode to events / JSON.parse and Kapso normaliser', 'decode', 'kapso'),
    ];
  });
}
