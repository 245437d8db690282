import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Twinline } from 'twinline';
import { conversation, historyChunk, live, number, shuffled, status } from './support/bodies.mjs';
import { corpus, missing } from './support/corpus.mjs';

const twinline = await Twinline.load();

function historyOf(bodies) {
  const history = twinline.history();
  for (const body of bodies) history.apply(body);
  return history;
}

const bodies = [
  ...conversation(30),
  ...conversation(20, '4915112345678'),
  historyChunk({ chunk: 1, messages: [{ id: 'wamid.old.1', at: 1700000000, text: 'long ago' }] }),
  historyChunk({ chunk: 2, progress: 100, messages: [{ id: 'wamid.old.2', at: 1700000100, text: 'later' }] }),
];

test('the threads of a number, latest first', () => {
  const history = historyOf(bodies);
  assert.deepEqual(history.numbers(), [number]);
  const { total, offset, rows } = history.threads(number);
  assert.equal(total, 2);
  assert.equal(offset, 0);
  assert.deepEqual(rows.map(({ thread, text, count }) => [thread, text, count]), [
    ['16505551234', 'message 29 👍', 32],
    ['4915112345678', 'message 19 👍', 20],
  ]);
  assert.equal(history.threads(number, { offset: 1, limit: 1 }).rows[0].thread, '4915112345678');
});

test('pages of every size put the thread together again', () => {
  const history = historyOf(bodies);
  const whole = history.messages(number, '16505551234', { limit: 1000 }).rows;
  assert.equal(whole.length, 32);
  assert.equal(whole[0].text, 'long ago');
  for (const limit of [1, 3, 31, 32, 50]) {
    const pieces = [];
    for (let end = 0; end < whole.length; end += limit) {
      const page = history.messages(number, '16505551234', { end, limit });
      assert.equal(page.total, whole.length);
      pieces.unshift(...page.rows);
    }
    assert.deepEqual(pieces, whole);
  }
});

test('a row is plain data', () => {
  const history = historyOf([live({ id: 'wamid.A', text: 'héllo 👍' })]);
  const [row] = history.messages(number, '16505551234').rows;
  assert.deepEqual(row, structuredClone(row));
  assert.equal(row.id, 'wamid.A');
  assert.equal(row.type, 'text');
  assert.equal(row.text, 'héllo 👍');
  assert.equal(row.direction, 'in');
  assert.equal(row.origin, 'live');
  assert.equal(row.at, 1739321024);
  assert.equal(row.replyTo, '');
  assert.equal(row.media, undefined);
  assert.deepEqual(row.reactions, []);
  assert.equal(row.edited, false);
});

test('apply tells what it understood and what was new', () => {
  const history = twinline.history();
  const body = live({ id: 'wamid.A' }, { id: 'wamid.B' });
  const first = history.apply(body);
  assert.ok(first.facts >= 2 && first.changed >= 2);
  assert.deepEqual(history.apply(body), { facts: first.facts, changed: 0 });
  const { version } = history;
  assert.equal(history.apply(status({ id: 'wamid.A', status: 'failed' })).changed, 1);
  assert.ok(history.version > version);
});

test('a body that cannot be read changes nothing', async () => {
  const history = historyOf(bodies);
  const before = await history.digest();
  assert.throws(() => history.apply('{"entry":['), { name: 'TwinlineError', code: 'bad_json' });
  assert.equal(await history.digest(), before);
});

test('any order and any repetition give the same digest', async () => {
  const all = [...bodies, status({ id: 'wamid.16505551234.00000001', status: 'read' })];
  const expected = await historyOf(all).digest();
  for (let seed = 1; seed <= 20; ++seed) {
    const order = shuffled([...all, ...shuffled(all, seed).slice(0, 10)], seed);
    assert.equal(await historyOf(order).digest(), expected, `seed ${seed}`);
  }
});

test('histories merged by their records give the same digest', async () => {
  const expected = await historyOf(bodies).digest();
  for (let seed = 1; seed <= 10; ++seed) {
    const order = shuffled(bodies, seed);
    const [one, other] = [historyOf(order.slice(0, 20)), historyOf(order.slice(15))];
    const merged = twinline.history();
    for (const part of [other, one]) assert.deepEqual(merged.applyLines(part.records()).errors, []);
    assert.equal(await merged.digest(), expected, `seed ${seed}`);
  }
});

test('the digest is the hash of the records', async () => {
  const history = historyOf(bodies);
  const hash = createHash('sha256').update(history.records()).digest('hex');
  assert.equal(await history.digest(), `sha256:${hash}`);
});

test('lines: the bad ones are told, the good ones count', () => {
  const lines = [live({ id: 'wamid.A' }), '', '{"entry":', ' \r', live({ id: 'wamid.B', text: '👍' }), '', 'x'];
  for (const text of [lines.join('\n'), Buffer.from(lines.join('\n'))]) {
    const history = twinline.history();
    const { facts, errors } = history.applyLines(text);
    assert.ok(facts >= 2);
    assert.equal(history.messages(number, '16505551234').total, 2);
    assert.deepEqual(errors.map(({ line, code }) => [line, code]), [[3, 'bad_json'], [7, 'bad_json']]);
    assert.equal(errors[1].byte, 0);
    assert.ok(errors[0].message.length > 0);
  }
  assert.deepEqual(twinline.history().applyLines(''), { facts: 0, changed: 0, errors: [] });
});

test('a message record is found by its id', () => {
  const history = historyOf(bodies);
  const record = history.messageRecord(number, 'wamid.old.1');
  assert.equal(record.record, 'message');
  assert.equal(record.text, 'long ago');
  assert.equal(history.messageRecord(number, 'wamid.nobody'), undefined);
  assert.equal(history.messageRecord('1', 'wamid.old.1'), undefined);
});

test('the summary of a number', () => {
  const summary = historyOf(bodies).summary(number);
  assert.equal(summary.number, number);
  assert.equal(summary.threads, 2);
  assert.equal(summary.messages, 52);
  assert.ok(Array.isArray(summary.sync));
});

test('what is not there is empty, not an error', () => {
  const history = twinline.history();
  assert.deepEqual(history.numbers(), []);
  assert.deepEqual(history.threads('1'), { total: 0, offset: 0, leftOut: 0, rows: [] });
  assert.deepEqual(history.messages('1', '2').rows, []);
});

test('the example bodies give the same digest in any order', { skip: missing }, async () => {
  const texts = corpus().map(({ bytes }) => bytes).filter((bytes) => {
    try {
      return JSON.parse(bytes), true;
    } catch {
      return false;
    }
  });
  const expected = await historyOf(texts).digest();
  for (let seed = 1; seed <= 10; ++seed) {
    const order = shuffled([...texts, ...texts], seed);
    assert.equal(await historyOf(order).digest(), expected, `seed ${seed}`);
  }
});

test('pages, searches and what stands around a message can leave out what is new', () => {
  const at = 1739321024;
  const history = twinline.history();
  history.apply(live({ id: 'wamid.old', at, text: 'bread' }));
  history.apply(live({ id: 'wamid.new', at: at + 10, text: 'bread again' }));
  const olderThan = at + 10;
  const { total, leftOut, rows } = history.threads(number, { olderThan });
  assert.deepEqual([total, leftOut, rows[0].text, rows[0].count], [1, 1, 'bread', 1]);
  assert.deepEqual(history.messages(number, rows[0].thread, { olderThan }).rows.map((row) => row.id), ['wamid.old']);
  assert.deepEqual(history.search(number, 'bread', { olderThan }).messages.map((row) => row.id), ['wamid.old']);
  assert.equal(history.around(number, 'wamid.new', { olderThan }), undefined);
  assert.equal(history.messages(number, rows[0].thread).leftOut, 0);
  history.dispose();
});
