import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Twinline } from 'twinline';
import { conversation, number } from './support/bodies.mjs';
import { startShim, until } from './support/shim.mjs';

const twinline = await Twinline.load();

function recordsOf(bodies) {
  const history = twinline.history();
  for (const body of bodies) history.apply(body);
  const records = Buffer.from(history.records());
  history.dispose();
  return records;
}

const version = (name) => JSON.stringify({ version: name }) + '\n';

/** A history that follows nobody any more when the test is over, however it went. */
function historyFor(t) {
  const history = twinline.history();
  t.after(() => history.dispose());
  return history;
}

async function shimFor(t) {
  const shim = await startShim();
  t.after(() => shim.close());
  return shim;
}

test('a history becomes equal to the shim\'s, however the stream is cut', async (t) => {
  const shim = await shimFor(t);
  const records = recordsOf(conversation(5));
  const expected = historyFor(t);
  expected.applyLines(records);
  const stream = Buffer.concat([records, Buffer.from(version('v1'))]);
  for (const size of [1, 7, 64, stream.length]) {
    const history = historyFor(t);
    const follow = history.follow({ base: shim.base + '/', number, token: 'secret' });
    const answer = await shim.next();
    assert.equal(answer.request.url, `/v1/numbers/${number}/records?follow=1`);
    assert.equal(answer.request.headers.authorization, 'Bearer secret');
    answer.open();
    for (let at = 0; at < stream.length; at += size) {
      // Writing byte by byte to the end would only take long: the interesting cuts are inside the first lines.
      const end = size < 64 && at > 600 ? stream.length : at + size;
      await answer.write(stream.subarray(at, end));
      if (end === stream.length) break;
    }
    await until(() => follow.version === 'v1');
    assert.equal(await history.digest(), await expected.digest());
    await until(() => follow.state === 'live');
    follow.stop();
    await answer.closed;
    history.dispose();
  }
});

test('many changes are told once, after they are there', async (t) => {
  const shim = await shimFor(t);
  const history = historyFor(t);
  const seen = [];
  const states = [];
  const follow = history.follow({
    base: shim.base,
    number,
    onChange: () => seen.push(history.messages(number, '16505551234').total),
    onState: (state) => states.push(state),
  });
  const answer = await shim.next();
  answer.open();
  await answer.write(Buffer.concat([recordsOf(conversation(200)), Buffer.from(version('v1'))]));
  await until(() => seen.at(-1) === 200);
  assert.ok(seen.length < 20, `${seen.length} calls`);
  await until(() => states.at(-1) === 'live');
  const calls = seen.length;
  await answer.write(version('v1'));
  await until(() => follow.version === 'v1');
  await answer.write(recordsOf(conversation(201)));
  await until(() => seen.length > calls);
  assert.deepEqual(seen.slice(calls), [201]);
  follow.stop();
});

test('a broken stream is taken up again from the last version', async (t) => {
  const shim = await shimFor(t);
  const history = historyFor(t);
  const follow = history.follow({ base: shim.base, number, since: 'v0' });
  const states = new Set();
  const first = await shim.next();
  assert.match(first.request.url, /\?since=v0&follow=1$/);
  first.open();
  const half = recordsOf(conversation(3));
  const whole = Buffer.concat([recordsOf(conversation(2)), Buffer.from(version('v 1'))]);
  await first.write(Buffer.concat([whole, half.subarray(0, half.length - 20)]));
  await until(() => follow.version === 'v 1');
  first.breakOff();
  await until(() => states.add(follow.state).has('waiting'));
  const second = await shim.next();
  assert.match(second.request.url, /\?since=v%201&follow=1$/);
  second.open();
  await second.write(Buffer.concat([half, Buffer.from(version('v2'))]));
  await until(() => follow.version === 'v2');
  assert.equal(history.messages(number, '16505551234').total, 3);
  follow.stop();
});

for (const status of [401, 403]) {
  test(`${status} ends the follow: somebody has to log in`, async (t) => {
    const shim = await shimFor(t);
    const states = [];
    const follow = historyFor(t).follow({ base: shim.base, number, onState: (state) => states.push(state) });
    const answer = await shim.next();
    answer.open(status, 'application/json');
    await answer.write('{"error":{"code":"unauthorized"}}\n');
    answer.end();
    await until(() => states.includes('refused'));
    assert.equal(follow.state, 'refused');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(shim.requests.length, 1);
    follow.stop();
    assert.equal(follow.state, 'stopped');
  });
}

test('an error answer is no stream and is tried again', async (t) => {
  const shim = await shimFor(t);
  const history = historyFor(t);
  const follow = history.follow({ base: shim.base, number });
  const first = await shim.next();
  first.open(503);
  await first.write(recordsOf(conversation(1)));
  first.end();
  const second = await shim.next();
  assert.deepEqual(history.numbers(), []);
  second.open();
  await second.write(version('v1'));
  await until(() => follow.version === 'v1');
  follow.stop();
});

test('a shim that is not there is waited for', async (t) => {
  const follow = historyFor(t).follow({ base: 'http://127.0.0.1:1', number });
  await until(() => follow.state === 'waiting');
  follow.stop();
});

const stops = {
  'at once': async () => {},
  'before the answer': async (shim) => {
    await shim.next();
  },
  'between answer and bytes': async (shim) => {
    (await shim.next()).open();
  },
  'inside a line': async (shim) => {
    const answer = await shim.next();
    answer.open();
    await answer.write(recordsOf(conversation(1)).subarray(0, 100));
  },
  'with a change not yet told': async (shim, history) => {
    const answer = await shim.next();
    answer.open();
    await answer.write(recordsOf(conversation(1)));
    await until(() => history.version > 0);
  },
  'while waiting': async (shim, _, follow) => {
    (await shim.next()).breakOff();
    await until(() => follow.state === 'waiting');
  },
};
for (const [when, reach] of Object.entries(stops)) {
  test(`stopped ${when}, a follow calls nobody any more`, async (t) => {
    const shim = await shimFor(t);
    const history = historyFor(t);
    let stopped = false;
    const late = [];
    const tell = () => stopped && late.push(when);
    const follow = history.follow({ base: shim.base, number, onChange: tell, onState: tell });
    await reach(shim, history, follow);
    follow.stop();
    stopped = true;
    follow.stop();
    assert.equal(follow.state, 'stopped');
    history.dispose();
    // Time for promises and timers that were under way; a second request would come within the first second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.deepEqual(late, []);
    assert.ok(shim.requests.length <= 1);
  });
}

test('disposing stops what follows', async (t) => {
  const shim = await shimFor(t);
  const own = await Twinline.load();
  t.after(() => own.dispose());
  const [one, other] = [own.history(), own.history()];
  const follows = [one, other].map((history) => history.follow({ base: shim.base, number }));
  const answers = [await shim.next(), await shim.next()];
  one.dispose();
  assert.equal(follows[0].state, 'stopped');
  assert.notEqual(follows[1].state, 'stopped');
  own.dispose();
  assert.equal(follows[1].state, 'stopped');
  for (const answer of answers) await answer.closed;
});

test('a caller may stop inside its callback', async (t) => {
  const shim = await shimFor(t);
  const history = historyFor(t);
  const stopped = new Promise((resolve) => {
    const follow = history.follow({
      base: shim.base,
      number,
      onChange: () => {
        follow.stop();
        history.dispose();
        resolve(follow);
      },
    });
  });
  const answer = await shim.next();
  answer.open();
  await answer.write(recordsOf(conversation(1)));
  assert.equal((await stopped).state, 'stopped');
  await answer.closed;
});

test('a history that is followed into is not collected, though nobody holds it', async (t) => {
  const shim = await shimFor(t);
  const own = await Twinline.load();
  t.after(() => own.dispose());
  const start = () => {
    const history = own.history();
    history.follow({ base: shim.base, number });
    return new WeakRef(history);
  };
  const history = start();
  const answer = await shim.next();
  answer.open();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 5; ++round) {
    await answer.write(recordsOf(conversation(round + 1)));
    collect();
  }
  assert.notEqual(history.deref(), undefined);
  await until(() => history.deref().messages(number, '16505551234').total === 5);
});
