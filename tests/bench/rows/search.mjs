// Full-text search: what is nowhere needs every text to be looked at, so that is the time that counts. The JavaScript side
// says which messages must be found.

import { middle } from '../support/statistics.mjs';
import { millis } from '../support/table.mjs';
import { Worker, withWorkers } from '../support/worker.mjs';

const nowhere = ['zanzibar', 'ñandú güero'];
const somewhere = ['invoice arrived', 'MANANA tamanos', '你好', 'coração 📦'];
const times = 9;
const limits = { native: { floor: 50, goal: 20 }, WASM: { floor: 80, goal: 30 } };

export async function searchRows({ path }, { fail, progress }) {
  return withWorkers([Worker.native(path), Worker.node(path)], async (program, node) => {
    await node.round('javascript');
    const expected = new Map(), slow = [];
    for (const text of [...nowhere, ...somewhere]) {
      const { ids, ms } = await node.ask(`search javascript ${text}`);
      expected.set(text, ids.join());
      if (nowhere.includes(text)) slow.push(ms);
    }
    const rows = [];
    for (const [name, worker, contender] of [['native', program, 'twinline'], ['WASM', node, 'merge']]) {
      await worker.round(contender);
      const ask = (text) => worker.ask(`search ${contender === 'twinline' ? '' : contender + ' '}${text}`);
      const first = (await ask(nowhere[0])).ms;
      for (const [text, ids] of expected) {
        if ((await ask(text)).ids.join() !== ids) fail(`${name} finds other messages for "${text}"`);
      }
      progress(`${name}: equal`);
      const worst = await slowest(nowhere, ask);
      const found = await slowest(somewhere, ask);
      const against = { ours: millis(worst), theirs: millis(middle(slow)) };
      rows.push({ what: `${name}, nowhere to be found`, ...against, value: worst, ...limits[name], least: false, format: millis });
      rows.push({ what: `${name}, found, the slowest`, value: found, format: millis });
      rows.push({ what: `${name}, the first search of all`, value: first, format: millis });
    }
    return rows;
  });
}

async function slowest(texts, ask) {
  let slowest = 0;
  for (const text of texts) {
    const took = [];
    for (let i = 0; i < times; ++i) took.push((await ask(text)).ms);
    slowest = Math.max(slowest, middle(took));
  }
  return slowest;
}
