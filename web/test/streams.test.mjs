// Which numbers are followed when there are more numbers than connections.
import assert from 'node:assert/strict';
import { after, before, beforeEach, mock, test } from 'node:test';
import { createServer } from 'vite';

let vite, Streams, opened, running;

before(async () => {
  vite = await createServer({ server: { middlewareMode: true, ws: false, watch: null }, appType: 'custom', logLevel: 'error' });
  ({ Streams } = await vite.ssrLoadModule('/src/live/streams.ts'));
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
});

after(async () => {
  mock.timers.reset();
  await vite.close();
});

beforeEach(() => {
  opened = [];
  running = new Map();
});

function open(number, since) {
  const stream = { number, version: `${number} v1`, settled: true, stop: () => running.delete(number) };
  opened.push([number, since]);
  running.set(number, stream);
  return stream;
}

const streams = () => new Streams(open, 2, 1_000);
const followed = () => [...running.keys()].sort().join(' ');

test('no more numbers are followed at once than there are slots', () => {
  const all = streams();
  for (const number of ['a', 'b', 'c', 'd']) all.use(number, false);
  for (let turn = 0; turn < 10; turn += 1) {
    assert.ok(running.size <= 2, followed());
    mock.timers.tick(1_000);
  }
  all.stopAll();
});

test('every number gets its turn and goes on where it was', () => {
  const all = streams();
  for (const number of ['a', 'b', 'c']) all.use(number, false);
  mock.timers.tick(5_000);
  assert.deepEqual(new Set(opened.map(([number]) => number)), new Set(['a', 'b', 'c']));
  const again = opened.filter(([number]) => number === 'a').slice(1);
  assert.ok(again.length && again.every(([, since]) => since === 'a v1'), JSON.stringify(opened));
  all.stopAll();
});

test('a number that is still arriving keeps its slot', () => {
  const all = streams();
  all.use('a', false);
  all.use('b', false);
  for (const stream of running.values()) stream.settled = false;
  all.use('c', false);
  mock.timers.tick(5_000);
  assert.equal(followed(), 'a b');
  all.stopAll();
});

test('an open inbox takes a slot at once and keeps it', () => {
  const all = streams();
  for (const number of ['a', 'b', 'c']) all.use(number, false);
  for (const stream of running.values()) stream.settled = false;
  all.use('z', true);
  for (let turn = 0; turn < 5; turn += 1) {
    assert.ok(running.has('z'), followed());
    mock.timers.tick(1_000);
  }
  all.stopAll();
});

test('a number that nobody looks at any more is given up, and one that is asked for again at once is not', () => {
  const all = streams();
  const leave = all.use('a', true);
  leave();
  all.use('a', true)();
  const stay = all.use('a', true);
  mock.timers.tick(0);
  assert.equal(opened.length, 1);
  stay();
  mock.timers.tick(0);
  assert.equal(followed(), '');
});

test('a pause gives up all, and going on takes them up where they were', () => {
  const all = streams();
  all.use('a', true);
  all.pause(true);
  mock.timers.tick(5_000);
  assert.equal(followed(), '');
  all.pause(false);
  assert.deepEqual(opened, [['a', undefined], ['a', 'a v1']]);
  all.stopAll();
});
