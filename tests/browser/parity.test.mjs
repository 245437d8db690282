// The same bodies give the same digest natively, in Node and in Chromium: in any order, repeated, and split over several
// histories whose records are merged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Dice, makeBodies } from './support/bodies.mjs';
import { complaints, launch } from './support/chromium.mjs';
import { servePackage } from './support/package_page.mjs';
import { corpus, npmPackage, program } from './support/places.mjs';

let browser, page, found, server, twinline, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinline-parity-'));
  const { Twinline } = await import(pathToFileURL(join(npmPackage(), 'index.js')).href);
  twinline = await Twinline.load();
  server = await servePackage();
  browser = await launch();
  page = await browser.newPage();
  found = complaints(page);
  await page.goto(server.url);
  await page.waitForFunction(() => window.twinline);
});

after(async () => {
  await browser?.close();
  server?.close();
  twinline?.dispose();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

// A case is a list of parts; each part is a list of bodies that one history gets in that order. Where there is more than
// one part, their records are merged, the last part first.
function native(parts) {
  const files = parts.map((bodies, index) => {
    const file = join(folder, `part${index}.jsonl`);
    writeFileSync(file, bodies.map((body) => `${body}\n`).join(''));
    return file;
  });
  const merge = (...parameters) => execFileSync(program(), ['merge', ...parameters], { maxBuffer: 1 << 28 });
  if (files.length === 1) return merge('--digest', files[0]).toString().trim();
  const records = files.map((file, index) => {
    const name = join(folder, `records${index}.jsonl`);
    writeFileSync(name, merge('--records', file));
    return name;
  });
  return merge('--digest', ...records.reverse()).toString().trim();
}

// Runs in Node and, as text, in the page.
async function inJavaScript(core, parts) {
  const histories = parts.map((bodies) => {
    const history = core.history();
    for (const body of bodies) history.apply(body);
    return history;
  });
  let result = histories[0];
  if (histories.length > 1) {
    result = core.history();
    for (const history of [...histories].reverse()) {
      const { errors } = result.applyLines(history.records());
      if (errors.length) throw new Error(`a record was refused: ${JSON.stringify(errors[0])}`);
    }
    histories.push(result);
  }
  const digest = await result.digest();
  for (const history of histories) history.dispose();
  return digest;
}

const inNode = (parts) => inJavaScript(twinline, parts);
const inChromium = (parts) =>
  page.evaluate(`(${inJavaScript})(window.twinline, ${JSON.stringify(parts)})`);

// Some bodies again, all in another order, and in up to three parts that overlap.
function rearranged(bodies, seed) {
  const dice = new Dice(seed * 7919 + 1);
  const all = dice.shuffled([...bodies, ...bodies.filter(() => dice.chance(20))]);
  const parts = Array.from({ length: 1 + dice.below(3) }, () => []);
  for (const body of all) {
    dice.one(parts).push(body);
    if (dice.chance(10)) dice.one(parts).push(body);
  }
  return parts;
}

async function same(parts, expected, what) {
  assert.equal(native(parts), expected, `native: ${what}`);
  assert.equal(await inNode(parts), expected, `Node: ${what}`);
  assert.equal(await inChromium(parts), expected, `Chromium: ${what}`);
}

test('seeded bodies give one digest, however they are ordered, repeated and split', async () => {
  const digests = new Set();
  for (let seed = 1; seed <= 12; seed += 1) {
    const bodies = makeBodies(seed);
    const expected = native([bodies]);
    assert.match(expected, /^sha256:[0-9a-f]{64}$/);
    digests.add(expected);
    await same([bodies], expected, `seed ${seed}, as made`);
    for (let turn = 1; turn <= 4; turn += 1) {
      await same(rearranged(bodies, seed * 100 + turn), expected, `seed ${seed}, rearrangement ${turn}`);
    }
  }
  assert.equal(digests.size, 12, 'different bodies give different digests');
});

test('the example webhooks give one digest, however they are ordered, repeated and split', async (t) => {
  const examples = corpus();
  if (!examples) return t.skip('the folder of example webhooks is not here (TWINLINE_CORPUS)');
  const bodies = readdirSync(examples, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((file) => {
      try {
        return [JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))];
      } catch {
        return []; // documentation excerpts that are no JSON; their errors have tests of their own
      }
    });
  assert.ok(bodies.length > 0, `no JSON in ${examples}`);
  const expected = native([bodies]);
  await same([bodies], expected, 'as stored');
  for (let turn = 1; turn <= 12; turn += 1) await same(rearranged(bodies, turn), expected, `rearrangement ${turn}`);
});

test('nothing was complained about', () => {
  assert.deepEqual(found, []);
});
