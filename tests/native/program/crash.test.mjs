// The shim is killed in the middle of its work: nothing that it acknowledged may be missing, and the records must come out
// as if nothing had happened.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Shim, status, tempFolder, text, twinline } from './support.mjs';

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('kill -9 loses nothing that was answered 200, and the records go on from where they were', async (t) => {
  const folder = tempFolder(t);
  const data = join(folder, 'data');
  const bodies = Array.from({ length: 600 }, (_, i) => (i % 3 ? text(i) : status(i)));
  const acknowledged = new Set();
  const waiting = [...bodies];

  for (let round = 1; round <= 3; ++round) {
    const shim = await Shim.start(data);
    let dead = false;
    let killed;
    const senders = Array.from({ length: 8 }, async () => {
      while (!dead && waiting.length) {
        const body = waiting.pop();
        if ((await shim.post(body)) === 200) acknowledged.add(body);
        else waiting.push(body);
        if (!dead && acknowledged.size >= 150 * round) {
          dead = true;
          killed = shim.end('SIGKILL');
        }
      }
    });
    await Promise.all(senders);
    await killed;
  }

  const shim = await Shim.start(data);
  for (const body of waiting) assert.equal(await shim.post(body), 200);
  for (const body of waiting) acknowledged.add(body);
  const state = await shim.projected();
  assert.equal(state.issues, 0);
  assert.equal(await shim.end('SIGTERM'), 0);

  const exported = twinline(['export', '--data', data]);
  assert.equal(exported.code, 0);
  const lines = exported.out.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, state.deliveries);
  const stored = new Set(lines.map((line) => line.sha256));
  for (const line of lines) assert.equal(hash(Buffer.from(line.body_b64, 'base64')), line.sha256);
  for (const body of acknowledged) assert.ok(stored.has(hash(body)), 'an acknowledged body is missing');

  const file = join(folder, 'export.jsonl');
  writeFileSync(file, exported.out);
  const records = twinline(['export', '--records', '--data', data]).out;
  assert.equal(twinline(['merge', '--digest', file]).out, `sha256:${hash(records)}\n`);

  const rebuilt = twinline(['rebuild', '--data', data]);
  assert.equal(rebuilt.code, 0, rebuilt.err);
  assert.equal(twinline(['export', '--records', '--data', data]).out, records);

  const other = join(folder, 'other');
  const imported = twinline(['import', file, '--data', other]);
  assert.equal(imported.code, 0, imported.err);
  assert.equal(twinline(['export', '--data', other]).out, exported.out);
  assert.equal(twinline(['export', '--records', '--data', other]).out, records);

  const target = await Shim.start(join(folder, 'target'));
  const replayed = twinline(['replay', '--data', data, '--target', target.url + '/webhooks/meta']);
  assert.equal(replayed.code, 0, replayed.err);
  await target.projected();
  await target.end('SIGTERM');
  assert.equal(twinline(['export', '--records', '--data', join(folder, 'target')]).out, records);
});

test('SIGTERM ends the shim at once, with a stream and an idle connection open', async (t) => {
  const shim = await Shim.start(join(tempFolder(t), 'data'));
  const stream = (await shim.get('/v1/numbers/1001/records?follow=1')).body.getReader();
  await stream.read();
  const started = Date.now();
  assert.equal(await shim.end('SIGTERM'), 0);
  assert.ok(Date.now() - started < 8000);
  while (!(await stream.read()).done);
});

test('a data folder in use is refused with a clear error', async (t) => {
  const data = join(tempFolder(t), 'data');
  const shim = await Shim.start(data);
  const second = twinline(['serve', '--listen', '127.0.0.1:0', '--data', data]);
  assert.equal(second.code, 1);
  assert.match(second.err, /^twinline: .*another twinline is using this data folder/);
  await shim.end('SIGTERM');
});
