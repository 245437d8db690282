// Cloud API clients from npm send through a shim to a simulated Meta, which judges: how many in a second, in which order,
// and nothing twice, whatever happens to answers and to the process.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../native/program/wired.mjs';
import { liveBusiness, stranger, template } from './business.mjs';

// Callers wait for their turn.
const patient = { TWINLINE_SEND_WAIT_S: '120' };

test('500 messages offered at once leave at no more than 20 in any second, and replies overtake them', async (t) => {
  const business = await liveBusiness(t, 'burst', { env: patient });
  const customers = Array.from({ length: 20 }, (_, n) => stranger(900 + n));
  for (const customer of customers) await business.hearsFrom(customer);
  const clients = business.clients();

  const began = Date.now();
  const campaign = Promise.allSettled(Array.from({ length: 480 }, (_, n) => clients[n % 2].template(stranger(n), 'weekend_offer')));
  await pause(3_000);
  const asked = Date.now();
  const replies = await Promise.all(customers.map((customer, n) => clients[n % 2].text(customer, `Reply ${n}`)));
  const answered_ms = Date.now() - asked;
  const ended = await campaign;
  const took_s = (Date.now() - began) / 1000;

  const failed = ended.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
  assert.deepEqual(failed, []);
  const ids = [...replies, ...ended.map(({ value }) => value)];

  const counted = await business.counted();
  t.diagnostic(`${took_s.toFixed(1)} s, replies after ${answered_ms} ms, highest ${counted.highest_in_a_second} a second`);
  assert.equal(counted.received, 500);
  assert.equal(counted.accepted, 500);
  assert.deepEqual(counted.refused, {});
  assert.equal(counted.duplicates, 0);
  assert.ok(counted.highest_in_a_second <= 20, `${counted.highest_in_a_second} in a second`);
  assert.ok(counted.highest_with_inbound_in_a_second <= 20, `${counted.highest_with_inbound_in_a_second} with inbound`);
  // Each client got the id of its own message.
  assert.deepEqual(new Set(ids), new Set(counted.messages.map(({ id }) => id)));
  // When the last reply had left, a good part of the campaign had not, however slow this machine is.
  const last = counted.messages.findLastIndex(({ type }) => type === 'text');
  assert.ok(last < 350, `the last reply was message ${last}`);
});

test('a picture goes from file to customer, and what the customer wrote is marked as read', async (t) => {
  const business = await liveBusiness(t, 'burst');
  const clients = business.clients();
  for (const [n, client] of clients.entries()) {
    const written = await business.hearsFrom(stranger(n));
    assert.deepEqual(await client.markRead(written), { success: true }, client.name);
    const medium = await client.upload(new Blob(['a picture'], { type: 'image/png' }), 'image/png', 'cake.png');
    const id = await client.image(stranger(n), medium);
    const { messages, read_marks } = await business.counted();
    assert.deepEqual([messages.at(-1).id, messages.at(-1).type, read_marks], [id, 'image', n + 1], client.name);
  }
});

test('both clients understand what is refused', async (t) => {
  const business = await liveBusiness(t, 'burst', { env: { ...patient, TWINLINE_SEND_WAIT_S: '1' }, flags: ['--refuse-at-once'] });
  // A process begins with a quiet window, longer than callers wait here.
  await pause(1_500);
  const codeOf = (client, sent) => sent.then(() => 'sent', (error) => client.codeOf(error));
  for (const [n, client] of business.clients().entries()) {
    assert.equal(await codeOf(client, client.text(stranger(n), 'Hello')), 131047, `${client.name}: outside the window`);
    assert.equal(await codeOf(client, client.template(stranger(n), 'no_such')), 132001, `${client.name}: no such template`);
    const offered = Array.from({ length: 80 }, (_, i) => codeOf(client, client.template(stranger(100 * (n + 1) + i), 'weekend_offer')));
    const codes = await Promise.all(offered);
    assert.deepEqual([...new Set(codes)].sort(), [130429, 'sent'], `${client.name}: too many for a second's wait`);
  }
  for (const client of business.clients('forged')) {
    assert.equal(await codeOf(client, client.template(stranger(1), 'weekend_offer')), 190, `${client.name}: a wrong token`);
  }
  const counted = await business.counted();
  assert.ok(counted.highest_in_a_second <= 20);
  // Who was told that it was too much is not sent to after all.
  const sends = await business.settled((await business.sends()).length);
  assert.equal(sends.filter(({ state }) => state === 'accepted').length, counted.accepted);
});

test('answers are dropped: nothing is taken twice, and the statuses settle what was in doubt', async (t) => {
  const business = await liveBusiness(t, 'dropped-answers', { env: patient });
  const [client] = business.clients();
  const count = 60;
  await Promise.allSettled(Array.from({ length: count }, (_, n) => client.template(stranger(n), 'weekend_offer')));
  const taken = (await business.counted()).accepted;
  assert.ok(taken < count, 'some were not even taken');
  const sends = await until(async () => {
    const all = await business.settled(count);
    return all.filter(({ state }) => state === 'accepted').length === taken && all;
  }, 'the statuses');
  const counted = await business.counted();
  assert.equal(counted.duplicates, 0);
  assert.equal(counted.received, count);
  assert.equal(sends.filter(({ state }) => state === 'in_doubt').length, count - taken);
  const known = new Set(counted.messages.map(({ id }) => id));
  for (const { state, wamid } of sends) assert.ok(state !== 'accepted' || known.has(wamid));
});

test('the process is killed in the middle of 200 sends: nothing is sent twice, nothing is lost', async (t) => {
  const business = await liveBusiness(t, 'burst', { env: patient });
  const count = 200;
  const line = (n) => {
    const message = { messaging_product: 'whatsapp', to: stranger(n), type: 'template', template: template('weekend_offer') };
    return JSON.stringify({ id: `send-${n}`, message });
  };
  const lines = Array.from({ length: count }, (_, n) => line(n)).join('\n');
  const offer = () =>
    fetch(`${business.shim.url}/v1/numbers/${business.number}/sends`, {
      method: 'POST',
      body: lines,
      headers: { Authorization: 'Bearer admin', 'Content-Type': 'application/x-ndjson' },
    }).then((answer) => answer.text());
  const queued = (await offer()).trim().split('\n').map((each) => JSON.parse(each));
  assert.ok(queued.every(({ state }) => state === 'queued'), JSON.stringify(queued.find(({ state }) => state !== 'queued')));

  for (const enough of [40, 110]) {
    await until(async () => (await business.counted()).accepted >= enough, `${enough} messages`);
    await business.shim.end('SIGKILL');
    await business.start();
  }
  // Offered again by who does not know what became of them.
  await offer();
  const sends = await business.settled(count);
  const counted = await business.counted();
  t.diagnostic(`${sends.filter(({ state }) => state === 'in_doubt').length} in doubt, highest ${counted.highest_in_a_second} a second`);
  assert.equal(counted.duplicates, 0);
  assert.ok(counted.highest_in_a_second <= 20, `${counted.highest_in_a_second} in a second`);
  const recipients = counted.messages.map(({ to }) => to);
  assert.equal(new Set(recipients).size, recipients.length, 'nobody got two');
  // What Meta did not get is what nobody can be sure of, and the other way round never.
  const got = new Set(recipients);
  for (const { id, to, state } of sends) assert.ok(state === 'accepted' ? got.has(to) : state === 'in_doubt', `${id}: ${state}`);
  assert.equal(sends.length, count);
});
