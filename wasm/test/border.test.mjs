import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Twinline, TwinlineError } from 'twinline';
import { followStates } from '../dist/follow.js';
import { loadModule } from '../dist/load.js';
import * as page from '../dist/page.js';
import { conversation, live, number } from './support/bodies.mjs';

test('the tables are the core\'s', async () => {
  const core = JSON.parse((await loadModule()).describe());
  assert.deepEqual(core.directions, page.directions);
  assert.deepEqual(core.statuses, page.statuses);
  assert.deepEqual(core.flags, page.flags);
  assert.deepEqual(core.threadStrings, page.threadStrings);
  assert.deepEqual(core.messageStrings, page.messageStrings);
  assert.deepEqual(core.searchStrings, page.searchStrings);
  assert.deepEqual(core.mediaStrings, page.mediaStrings);
  assert.deepEqual(core.mediaStates, page.mediaStates);
  assert.deepEqual(core.followStates, followStates);
});

test('rows have the members of the tables, in their order', async () => {
  const twinline = await Twinline.load();
  const history = twinline.history();
  history.apply(live({ id: 'wamid.A' }));
  history.apply(live({ id: 'wamid.M' }).replace('"type":"text"', '"type":"image","image":{"id":"1"}'));
  const [found] = history.search(number, 'hello').messages;
  const [medium] = history.mediaDue(number, 1739321024).rows;
  const [thread] = history.threads(number).rows;
  const [message] = history.messages(number, '16505551234').rows;
  const numbers = ['at', 'direction', 'status', ...page.flags];
  assert.deepEqual(Object.keys(thread), [...page.threadStrings, 'count', ...numbers]);
  assert.deepEqual(Object.keys(message), [...page.messageStrings, ...numbers]);
  assert.deepEqual(Object.keys(found), [...page.searchStrings, ...numbers]);
  assert.deepEqual(Object.keys(medium), [...page.mediaStrings, 'expiresAt', ...numbers]);
  twinline.dispose();
});

test('every bit of the flags is its own member', () => {
  const one = () => [0];
  const ends = new Uint32Array(page.threadStrings.length);
  const columns = { total: () => 1, offset: () => 0, leftOut: () => 0, at: one, count: one, direction: one, status: one };
  const strings = { text: () => new Uint8Array(), textEnd: () => ends };
  for (const [bit, name] of page.flags.entries()) {
    const [row] = page.readThreads({ ...columns, ...strings, flags: () => [1 << bit] }).rows;
    assert.deepEqual(page.flags.filter((each) => row[each]), [name]);
  }
});

test('memory grows under large inputs and nothing read before goes stale', async () => {
  const twinline = await Twinline.load();
  const history = twinline.history();
  history.apply(live({ id: 'wamid.A', text: 'first' }));
  const before = history.messages(number, '16505551234');
  const records = history.records();
  const copy = records.slice();
  const long = 'x'.repeat(40_000_000);
  history.apply(live({ id: 'wamid.B', at: 1739321025, text: long }));
  history.apply(Buffer.from(live({ id: 'wamid.C', at: 1739321026, text: long })));
  assert.equal(before.rows[0].text, 'first');
  assert.deepEqual(records, copy);
  const { rows } = history.messages(number, '16505551234');
  assert.deepEqual(rows.map(({ text }) => text.length), [5, long.length, long.length]);
  assert.equal(twinline.decode(live({ id: 'wamid.D', text: long }))[0].text.length, long.length);
  twinline.dispose();
});

test('lines enter in pieces, cut between lines only', async () => {
  const twinline = await Twinline.load();
  const history = twinline.history();
  const bodies = conversation(8000);
  bodies[5000] = '{';
  const text = bodies.join('\n');
  assert.ok(text.length > 2_500_000);
  const fromString = history.applyLines(text);
  assert.deepEqual(fromString.errors.map(({ line }) => line), [5001]);
  assert.equal(history.messages(number, '16505551234', { limit: 1 }).total, 7999);
  const again = history.applyLines(Buffer.from(text + '\n'));
  assert.equal(again.changed, 0);
  assert.equal(again.facts, fromString.facts);
  assert.deepEqual(again.errors, fromString.errors);
  twinline.dispose();
});

test('disposing twice is harmless, using afterwards is an error', async () => {
  const disposed = (error) => error instanceof TwinlineError && error.code === 'disposed';
  const twinline = await Twinline.load();
  const history = twinline.history();
  const other = twinline.history();
  history.dispose();
  history.dispose();
  assert.throws(() => history.apply('{}'), disposed);
  assert.throws(() => history.threads(number), disposed);
  assert.deepEqual(other.numbers(), []);
  twinline.dispose();
  twinline.dispose();
  assert.throws(() => other.numbers(), disposed);
  assert.throws(() => twinline.decode('{}'), disposed);
  assert.throws(() => twinline.history(), disposed);
  other.dispose();
});

test('Symbol.dispose is dispose, where the host knows it', { skip: !Symbol.dispose }, async () => {
  const twinline = await Twinline.load();
  const history = twinline.history();
  history[Symbol.dispose]();
  assert.throws(() => history.version, TwinlineError);
  twinline[Symbol.dispose]();
  assert.throws(() => twinline.decode('{}'), TwinlineError);
});
