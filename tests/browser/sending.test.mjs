// Writing to customers and a campaign, with a running shim and a simulated Meta that counts what it gets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { freePort, until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { Shim } from './support/shim.mjs';

const patience_ms = 90_000;
const app_id = '910000000000001';
const customer = '4915120000001';
const stranger = '4915120000002';

let shim, meta, browser, page, found, number;

before(async () => {
  const address = `127.0.0.1:${await freePort()}`;
  meta = `http://${address}`;
  shim = await Shim.start(['--graph-url', meta, '--signup-page', `${meta}/simulator/signup`, '--meta-app-id', app_id]);
  shim.simulate('--listen', address, '--app-id', app_id, '--scenario', 'burst', '--speed', '20', '--messages', '200', '--threads', '8');
  number = await liveNumber();
  await approved('order_ready', 'UTILITY', 'Hello {{1}}, your order is ready.');
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience_ms);
  found = complaints(page, [/401 \(Unauthorized\).*\/v1\//]);
  await page.goto(shim.url);
  await page.getByLabel('Access token', { exact: true }).fill(shim.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Numbers' }).waitFor();
});

after(async () => {
  await browser?.close();
  await shim?.stop();
});

async function ask(method, path, body) {
  const headers = { authorization: `Bearer ${shim.token}`, 'content-type': 'application/json' };
  const answer = await fetch(shim.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function simulator(path, question) {
  const init = question && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) };
  return (await fetch(`${meta}/simulator/${path}`, init)).json();
}

async function liveNumber() {
  await until('the simulator', () => fetch(`${meta}/healthz`).then((answer) => answer.ok, () => false), { explain: () => shim.logs });
  const { id: app } = await ask('POST', '/v1/apps', { name: 'Lindner' });
  await ask('PUT', `/v1/apps/${app}/config`, { coexistenceEnabled: true });
  const { id } = await ask('POST', `/v1/apps/${app}/onboardings`, { way: 'coexistence' });
  const { message, code } = await simulator('signup/complete', { app_id, portfolio: 0, number: 0 });
  await ask('POST', `/v1/onboardings/${id}/signup-events`, { origin: meta, message });
  await ask('POST', `/v1/onboardings/${id}/code`, { code });
  return until('a live number', async () => {
    const known = await ask('GET', `/v1/apps/${app}`);
    if (!known.number) return false;
    // Before the app is subscribed nobody tells the shim of what customers write.
    const life = await ask('GET', `/v1/numbers/${known.number}/life`);
    return life.may_send && life.registers.subscribed_at && known.number;
  }, { patience_ms, explain: () => shim.logs });
}

async function approved(name, category, text) {
  await ask('POST', `/v1/numbers/${number}/templates`, { name, language: 'en_US', category, components: [{ type: 'BODY', text }] });
  await until(`the approval of ${name}`, async () => {
    const { data } = await ask('GET', `/v1/numbers/${number}/templates`);
    return data.some((one) => one.name === name && one.status === 'APPROVED');
  }, { patience_ms });
}

const button = (name) => page.getByRole('button', { name, exact: true });
const field = () => page.getByRole('textbox', { name: 'Message', exact: true });
const log = () => page.getByRole('log', { name: 'Messages' });
const message = (text) => log().locator('[data-message]').filter({ hasText: text });
const writesIn = (chat) => page.goto(`${shim.url}/numbers/${number}?chat=${chat}`);
const isThere = (text) => until(`“${text}” once, out`, async () => {
  return (await message(text).count()) === 1 && (await log().locator('[data-send]').filter({ hasText: text }).count()) === 0;
}, { patience_ms, explain: () => shim.logs });

test('a customer who wrote is answered, and the answer is in the conversation once', async () => {
  await simulator('phone', { number, action: 'write', as: 'customer', person: customer, text: 'Is my bread ready?' });
  await writesIn(customer);
  await message('Is my bread ready?').waitFor();
  await page.getByRole('form', { name: 'Write a message' }).getByText(/\d+ h( \d+ min)? left/).waitFor();
  await message('Is my bread ready?').hover();
  await page.getByRole('button', { name: /^Answer the message/ }).last().click();
  await field().fill('It is in the oven.');
  await button('Send').click();
  await isThere('It is in the oven.');
  await message('It is in the oven.').locator('blockquote').getByText('Is my bread ready?').waitFor();
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'detached' }); // it is outside of all landmarks
  await readable(page);
});

test('several messages go out in their order', async () => {
  for (let index = 1; index <= 4; index += 1) {
    await field().fill(`Part ${index}`);
    await page.keyboard.press('Enter');
    await until('the field being empty', async () => (await field().inputValue()) === '', { patience_ms });
  }
  for (let index = 1; index <= 4; index += 1) await isThere(`Part ${index}`);
  const { messages, duplicates } = await simulator(`sends?number=${number}`);
  assert.equal(duplicates, 0);
  const sent = messages.filter(({ to }) => to === customer).map(({ id }) => id);
  const texts = ['It is in the oven.', 'Part 1', 'Part 2', 'Part 3', 'Part 4'];
  const shown = await Promise.all(texts.map((text) => message(text).getAttribute('data-message')));
  assert.deepEqual(sent, shown);
});

test('a photo is uploaded and sent with its caption', async () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await page.locator('input[type=file]').setInputFiles({ name: 'bread.png', mimeType: 'image/png', buffer: png });
  await field().fill('Fresh');
  await button('Send').click();
  await isThere('Fresh');
});

test('somebody who never wrote gets a template only', async () => {
  await writesIn(stranger);
  await until('free text being refused', () => field().isDisabled(), { patience_ms });
  await button('Send a template').click();
  const drawer = page.getByRole('dialog', { name: 'Send a template' });
  await drawer.getByLabel('Template', { exact: true }).selectOption({ label: 'order_ready (en_US)' });
  await drawer.getByLabel('{{1}}').fill('Anna');
  await drawer.getByRole('button', { name: 'Send' }).click();
  await drawer.waitFor({ state: 'detached' });
  await log().locator('[data-message]').getByText('order_ready: Anna').waitFor();
  await until('nothing underway', async () => (await log().locator('[data-send]').count()) === 0, { patience_ms });
  await readable(page);
});

test('a paused number says so where one writes, and in the queue', async () => {
  await page.getByRole('link', { name: 'Queue', exact: true }).click();
  await page.locator('[data-lane="reply"]').waitFor();
  await page.locator('li[data-send]').first().waitFor();
  await button('Pause sending').click();
  await page.getByLabel('Reason').fill('Inventory');
  await button('Pause').click();
  await page.getByText('Sending is paused').waitFor();
  await readable(page);
  await writesIn(customer);
  await page.getByRole('form', { name: 'Write a message' }).getByText(/Inventory/).waitFor();
  await page.goto(`${shim.url}/numbers/${number}/queue`);
  await button('Resume sending').click();
  await button('Pause sending').waitFor();
});

test('a campaign reaches everybody once', async () => {
  const people = Array.from({ length: 80 }, (_, index) => `${4915130000000 + index};Guest ${index}`);
  await page.goto(`${shim.url}/numbers/${number}/campaigns/new`);
  await page.getByLabel('Name').fill('Summer');
  await page.getByLabel('Template').selectOption({ label: 'order_ready (en_US)' });
  const buffer = Buffer.from(['Phone;Name', ...people, people[0], '12;Nobody'].join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer });
  await page.getByText('82 rows').waitFor();
  await button('Preview').click();
  await page.locator('[data-preview]').getByText('a minute').waitFor();
  await readable(page);
  await button('Start the campaign').click();
  await page.locator('[data-campaign-state="done"]').waitFor();
  const { messages, duplicates } = await simulator(`sends?number=${number}`);
  assert.equal(duplicates, 0);
  const reached = messages.map(({ to }) => to).filter((to) => to.startsWith('491513'));
  assert.equal(reached.length, 80);
  assert.equal(new Set(reached).size, 80);
  await readable(page);
});

test('nothing was complained about', () => {
  assert.deepEqual(found, []);
});
