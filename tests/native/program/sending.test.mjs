// Messages go through a running shim to a running stand-in for Meta, which counts what it received; and the process ends in
// the middle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, wired } from './wired.mjs';

const person = '4915110000001';

// A number that may send, and somebody who has just written to it.
async function sender(t, options) {
  // A busy machine may hold a byte up for longer than the usual guard allows for.
  const story = await wired(t, 'golive', { speed: 1, env: { TWINLINE_SEND_GUARD_MS: '500' }, ...options });
  await story.signUp();
  // Before the app is subscribed nobody tells the shim of what customers write.
  await story.sees('leave to send', (life) => life.may_send && life.registers.subscribed_at);
  const { number } = await story.ok('GET', `/v1/apps/${story.app}`);
  await story.meta.ask('phone', { number, action: 'write', as: 'customer', person, text: 'Hi' });
  const allowed = () => story.ok('GET', `/v1/numbers/${number}/allowed?to=${person}`);
  await until(async () => (await allowed()).free_form.allowed, 'the service window');
  const text = (body) => ({ messaging_product: 'whatsapp', to: person, type: 'text', text: { body } });
  const count = () => story.meta.ask(`sends?number=${number}`);
  return { story, number, text, count, path: `/v1/numbers/${number}` };
}

test('the process is killed before the answer comes: the message is in doubt, sent once, and settled by its status', async (t) => {
  const { story, number, text, count, path } = await sender(t);
  const lost = story.meta.lose('/messages');
  story.shim.call('POST', `/v24.0/${number}/messages`, text('once')).catch(() => {});
  await lost;
  await story.shim.end('SIGKILL');
  await story.start();
  const { sends } = await story.ok('GET', `${path}/sends`);
  assert.equal(sends.length, 1);
  assert.ok(['in_doubt', 'accepted'].includes(sends[0].state), sends[0].state);
  const settled = await until(async () => {
    const send = await story.ok('GET', `${path}/sends/${sends[0].id}`);
    return send.state === 'accepted' && send.status && send;
  }, 'the status');
  assert.ok(settled.wamid);
  await until(async () => (await (await story.shim.get(`${path}/records`)).text()).includes('once'), 'the message in the history');
  assert.equal((await count()).accepted, 1);
});

test('the process is killed while messages wait: all are sent, none twice', async (t) => {
  const { story, count, path } = await sender(t);
  // To many people: one alone would have to wait for minutes if the machine took longer than a burst may last.
  const components = [{ type: 'body', parameters: [{ type: 'text', text: 'Anna' }] }];
  const offer = { name: 'weekend_offer', language: { code: 'en_US' }, components };
  const message = (i) => ({ messaging_product: 'whatsapp', to: `${49_151_20_000_000 + i}`, type: 'template', template: offer });
  const lines = Array.from({ length: 40 }, (_, i) => JSON.stringify({ id: `m${i}`, message: message(i) })).join('\n');
  const answer = await fetch(`${story.shim.url}${path}/sends`, { method: 'POST', body: lines, headers: { Authorization: 'Bearer admin' } });
  assert.equal((await answer.text()).trim().split('\n').length, 40);
  await until(async () => (await count()).accepted >= 5, 'the first messages');
  await story.shim.end('SIGKILL');
  await story.start();
  const left = await until(async () => {
    const { lanes, in_doubt } = await story.ok('GET', `${path}/queue`);
    return lanes.every((lane) => lane.waiting + lane.in_flight === 0) && { in_doubt };
  }, 'the end of the queue', async () => JSON.stringify(await story.ok('GET', `${path}/queue`)));
  const counted = await count();
  assert.equal(counted.duplicates, 0);
  assert.ok(counted.highest_accepted_in_a_second <= 20, `${counted.highest_accepted_in_a_second} in a second`);
  assert.ok(counted.accepted + left.in_doubt >= 40, JSON.stringify({ counted, left }));
});
