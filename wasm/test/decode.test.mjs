import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Twinline, TwinlineError } from 'twinline';
import { live, number } from './support/bodies.mjs';
import { corpus, missing } from './support/corpus.mjs';

const twinline = await Twinline.load();

test('a message becomes an event', () => {
  const [event, ...rest] = twinline.decode(live({ id: 'wamid.A', text: 'héllo 👍' }), { file: 'a.json', line: 3 });
  assert.deepEqual(rest, []);
  assert.equal(event.event, 'message');
  assert.equal(event.file, 'a.json');
  assert.equal(event.line, 3);
  assert.equal(event.path, '/entry/0/changes/0/value/messages/0');
  assert.equal(event.number, number);
  assert.equal(event.id, 'wamid.A');
  assert.equal(event.direction, 'in');
  assert.equal(event.origin, 'live');
  assert.equal(event.at, 1739321024);
  assert.equal(event.text, 'héllo 👍');
});

test('an account webhook becomes an event with its whole value', () => {
  const value = {
    event: 'PARTNER_REMOVED',
    phone_number: '+1 555-078-3881',
    disconnection_info: { reason: 'CHANGE_NUMBER', initiated_by: 'USER' },
  };
  const [event, ...rest] = twinline.decode(
    JSON.stringify({ entry: [{ id: '102', time: 1739212624, changes: [{ value, field: 'account_update' }] }] }),
  );
  assert.deepEqual(rest, []);
  assert.deepEqual(event, {
    event: 'account',
    path: '/entry/0/changes/0/value',
    waba: '102',
    name: 'PARTNER_REMOVED',
    reason: 'CHANGE_NUMBER',
    initiated_by: 'USER',
    phone: '15550783881',
    at: 1739212624,
    content: value,
  });
});

test('a body is given as a string, as bytes or as any view of bytes', () => {
  const text = live({ id: 'wamid.A', text: 'é€👍' });
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array([1, 2, 3, ...bytes, 4]);
  const inside = [padded.subarray(3, 3 + bytes.length), new DataView(padded.buffer, 3, bytes.length)];
  for (const view of [bytes, bytes.buffer, ...inside]) assert.deepEqual(twinline.decode(view), twinline.decode(text));
});

test('without a file and a line the event names none', () => {
  const [event] = twinline.decode('{}');
  assert.equal(event.event, 'unknown');
  assert.ok(!('file' in event) && !('line' in event));
});

const bad = [
  ['', 'empty_input', 0],
  ['{"a":', 'bad_json', undefined],
  ['{"a":1} {}', 'trailing_text', undefined],
  ['['.repeat(70) + ']'.repeat(70), 'too_deep', undefined],
];
for (const [text, code, byte] of bad) {
  test(`${code} is an error with its byte`, () => {
    assert.throws(
      () => twinline.decode(text),
      (error) => {
        assert.ok(error instanceof TwinlineError && error instanceof Error);
        assert.equal(error.code, code);
        assert.ok(Number.isInteger(error.byte) && error.byte >= 0 && error.byte <= text.length);
        if (byte !== undefined) assert.equal(error.byte, byte);
        assert.ok(error.message.length > 0);
        return true;
      },
    );
    // An error costs nothing: the next body is read as if nothing had happened.
    assert.equal(twinline.decode(live({ id: 'wamid.A' }))[0].event, 'message');
  });
}

test('damaged text is repaired', () => {
  const bytes = Buffer.from(live({ id: 'wamid.A', text: 'broken # text' }));
  bytes[bytes.indexOf('#')] = 0xff;
  assert.equal(twinline.decode(bytes)[0].text, 'broken \ufffd text');
  assert.equal(twinline.decode(live({ id: 'wamid.A', text: 'X' }).replace('"X"', '"\\ud83d"'))[0].text, '\ufffd');
  assert.equal(twinline.decode(live({ id: 'wamid.A', text: 'X' }).replace('"X"', '"\ud83d"'))[0].text, '\ufffd');
});

test('every example body gives events that say where they stand', { skip: missing }, () => {
  for (const { name, bytes } of corpus()) {
    let body;
    try {
      body = JSON.parse(bytes);
    } catch {
      assert.throws(() => twinline.decode(bytes), TwinlineError, name);
      continue;
    }
    const events = twinline.decode(bytes, { file: name });
    assert.ok(events.length > 0, name);
    for (const event of events) {
      assert.equal(event.file, name);
      const place = event.path.split('/').slice(1).reduce((value, member) => value?.[member], body);
      assert.notEqual(place, undefined, `${name} ${event.path}`);
    }
  }
});
