import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Twinline } from 'twinline';
import { body, conversation, historyChunk, live, message, number, status } from './support/bodies.mjs';

const twinline = await Twinline.load();
const day = 86_400;
const began = 1739321024;

function historyOf(...bodies) {
  const history = twinline.history();
  for (const each of bodies) history.apply(each);
  return history;
}

const ids = ({ messages }) => messages.map(({ id }) => id);

test('search finds messages whatever their case, accents and width, newest first', () => {
  const history = historyOf(
    live({ id: 'wamid.1', at: began, text: 'Grüße aus München 👍🏽' }),
    live({ id: 'wamid.2', at: began + 1, text: 'ＧＲＵＳＳＥ, straße' }),
    live({ id: 'wamid.3', at: began + 2, text: '東京で会いましょう' }),
  );
  assert.deepEqual(ids(history.search(number, 'grusse')), ['wamid.2', 'wamid.1']);
  assert.deepEqual(ids(history.search(number, 'munchen GRÜSSE')), ['wamid.1']);
  assert.deepEqual(ids(history.search(number, '京')), ['wamid.3']);
  assert.deepEqual(ids(history.search(number, '👍')), ['wamid.1']);
  assert.deepEqual(ids(history.search(number, 'strasse')), ['wamid.2']);
  assert.deepEqual(history.search(number, 'nothing'), { threads: [], messages: [] });
  assert.deepEqual(history.search(number, '  '), { threads: [], messages: [] });
  assert.deepEqual(history.search('1', 'grusse'), { threads: [], messages: [] });
});

test('hits say in UTF-16 units what was found', () => {
  const history = historyOf(live({ id: 'wamid.1', text: '👍 Héllo wörld, hello' }));
  const [row] = history.search(number, 'hello').messages;
  assert.deepEqual(row.hits.map(([begin, end]) => row.text.slice(begin, end)), ['Héllo', 'hello']);
  assert.equal(row.thread, '16505551234');
  assert.equal(row.direction, 'in');
  assert.deepEqual(row, structuredClone(row));
});

test('pages of a search put it together again', () => {
  const history = historyOf(...conversation(90), ...conversation(40, '4915112345678'));
  const whole = ids(history.search(number, 'message', { limit: 1000 }));
  assert.equal(whole.length, 130);
  for (const limit of [1, 7, 65, 130]) {
    const pieces = [];
    let before;
    do {
      const result = history.search(number, 'message', before ? { limit, before } : { limit });
      pieces.push(...ids(result));
      before = result.next;
    } while (before);
    assert.deepEqual(pieces, whole);
  }
});

test('search finds people by name and phone, on its first page only', () => {
  const contacts = [{ wa_id: '16505551234', profile: { name: 'José Núñez' } }];
  const history = historyOf(body('messages', { contacts, messages: [message({ id: 'wamid.1' })] }));
  assert.deepEqual(history.search(number, 'nunez').threads.map(({ thread }) => thread), ['16505551234']);
  assert.deepEqual(history.search(number, '+1 650 555').threads.map(({ name }) => name), ['José Núñez']);
  assert.deepEqual(history.search(number, 'nunez', { before: { at: began, id: 'wamid.9' } }).threads, []);
});

test('around opens the thread at a message', () => {
  const history = historyOf(...conversation(30));
  const around = history.around(number, 'wamid.16505551234.00000010', { before: 3, after: 2 });
  assert.equal(around.thread, '16505551234');
  assert.equal(around.rows.length, 6);
  assert.equal(around.rows[around.row].id, 'wamid.16505551234.00000010');
  assert.equal(around.offset, 7);
  assert.equal(around.total, 30);
  const { thread, end, rows } = around;
  assert.deepEqual(history.messages(number, thread, { end, limit: rows.length }).rows, rows);
  assert.equal(history.around(number, 'wamid.nobody'), undefined);
  assert.equal(history.around('1', 'wamid.16505551234.00000010'), undefined);
});

test('media that end soon, and placeholders without theirs', () => {
  const image = (id, at) => ({ ...message({ id, at }), type: 'image', text: undefined, image: { id: `m.${id}` } });
  const history = historyOf(
    body('messages', { messages: [image('wamid.1', began)] }),
    historyChunk({ messages: [{ id: 'wamid.2', at: began }] }),
    body('history', {
      history: [{ threads: [{ id: '16505551234', messages: [
        { ...message({ id: 'wamid.3', at: began - day }), type: 'media_placeholder' },
        { ...message({ id: 'wamid.4', at: began - 20 * day }), type: 'media_placeholder' },
      ] }] }],
    }),
  );
  const due = history.mediaDue(number, began + day);
  assert.deepEqual(due.counts, { due: 1, missing: 1, expired: 0, too_old: 1 });
  assert.deepEqual(due.rows.map(({ id, state }) => [id, state]), [
    ['wamid.1', 'due'], ['wamid.3', 'missing'], ['wamid.4', 'too_old'],
  ]);
  assert.equal(due.rows[0].expiresAt, began + 7 * day);
  assert.equal(due.rows[0].media.id, 'm.wamid.1');
  assert.equal(history.mediaDue(number, began + 8 * day, { states: ['expired'] }).rows[0].id, 'wamid.1');
  assert.equal(history.mediaDue('1', began).total, 0);
});

test('issues say what is missing, how often and what to do', () => {
  const history = historyOf(status({ id: 'wamid.elsewhere', status: 'sent' }), live({ id: 'wamid.1' }));
  const [issue, ...others] = history.issues(number);
  assert.deepEqual(others, []);
  assert.equal(issue.code, 'status_without_message');
  assert.equal(issue.count, 1);
  assert.equal(issue.examples[0].id, 'wamid.elsewhere');
  assert.ok(issue.text && issue.action);
  assert.deepEqual(historyOf(live({ id: 'wamid.1' })).issues(number), []);
});

test('facts tell what a body says about one message, and where', () => {
  const history = historyOf(live({ id: 'wamid.A' }));
  const text = live({ id: 'wamid.A' }, { id: 'wamid.B' });
  const facts = history.facts(text, number, 'wamid.A');
  assert.deepEqual(facts.map(({ event, path }) => [event, path]), [['message', '/entry/0/changes/0/value/messages/0']]);
  assert.deepEqual(history.facts(Buffer.from(status({ id: 'wamid.A', status: 'read' })), number, 'wamid.A')[0].status, 'read');
  assert.deepEqual(history.facts(text, number, 'wamid.nobody'), []);
  assert.throws(() => history.facts('{', number, 'wamid.A'), { code: 'bad_json' });
});
