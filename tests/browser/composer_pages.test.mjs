// Writing on while a message is still on its way to the shim: nothing that somebody types may be lost. The shim is a stub whose
// answers are held back or turned into refusals.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { customer } from './support/stub_sending.mjs';
import { StubShim } from './support/stub_shim.mjs';
import { number } from './support/stub_states.mjs';

const patience_ms = 30_000;

let browser, stub, page;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

beforeEach(async (context) => {
  stub = await StubShim.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience_ms);
  const found = complaints(page, [/503 \(Service Unavailable\)/]);
  context.after(async () => {
    await page.close();
    stub.stop();
    assert.deepEqual(found, []);
  });
});

const openChat = () => page.goto(`${stub.url}/numbers/${number}?chat=${customer}`);
const field = () => page.getByRole('textbox', { name: 'Message', exact: true });
const refused = () => page.locator('[data-refused]');
const bodies = () => stub.sending.batches.map(({ message }) => message.text?.body ?? message[message.type].caption);
const arrived = (...texts) =>
  until(`${texts}`, () => stub.sending.batches.length === texts.length, { patience_ms }).then(() => assert.deepEqual(bodies(), texts));

// Calls of a path wait until they are let go, one by one, as they come or with a refusal.
async function held(path) {
  const waiting = [];
  await page.route(path, (route) => new Promise((go) => waiting.push({ route, go })));
  const next = () => until(`a call of ${path}`, () => waiting.shift(), { patience_ms });
  return {
    letGo: async () => {
      const { route, go } = await next();
      await route.continue();
      go();
    },
    refuse: async (message) => {
      const { route, go } = await next();
      await route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify({ error: { code: 'busy', message } }) });
      go();
    },
    waiting: () => waiting.length,
  };
}

test('the next message is written and sent while the first is on its way, and they go out in their order', async () => {
  const sends = await held('**/sends');
  await openChat();
  await field().pressSequentially('One');
  await page.keyboard.press('Enter');
  assert.equal(await field().inputValue(), '');
  await field().pressSequentially('Two');
  await page.keyboard.press('Enter');
  await field().pressSequentially('Three, not yet');
  await page.locator('[data-leaving="2"]').getByText('Sending: One').waitFor();
  await readable(page);
  await sends.letGo();
  await arrived('One');
  await sends.letGo();
  await arrived('One', 'Two');
  await page.locator('[data-leaving]').waitFor({ state: 'detached' });
  assert.equal(await field().inputValue(), 'Three, not yet');
});

test('the same text twice is two messages', async () => {
  const sends = await held('**/sends');
  await openChat();
  for (const _ of [1, 2]) {
    await field().fill('Ok');
    await page.keyboard.press('Enter');
  }
  await sends.letGo();
  await sends.letGo();
  await arrived('Ok', 'Ok');
  assert.notEqual(stub.sending.batches[0].id, stub.sending.batches[1].id);
});

test('a text that is refused comes back, and what was typed since stays as it is', async () => {
  const sends = await held('**/sends');
  await openChat();
  await field().fill('One, and some more words about it');
  await page.keyboard.press('Enter');
  await field().fill('Two, not yet');
  await sends.refuse('The queue is full; try again in a minute.');
  await refused().getByText('Not sent: The queue is full; try again in a minute.').waitFor();
  await refused().getByText('One, and some more words about it').waitFor();
  await readable(page);
  assert.equal(await field().inputValue(), 'Two, not yet');
  await page.setViewportSize({ width: 390, height: 760 });
  const { x, width } = await page.getByRole('button', { name: 'Send', exact: true }).boundingBox();
  assert.ok(x + width <= 390, `the button ends at ${x + width}`);
  await refused().getByRole('button', { name: 'Try again' }).click();
  await sends.letGo();
  await arrived('One, and some more words about it');
  await refused().waitFor({ state: 'detached' });
  assert.equal(await field().inputValue(), 'Two, not yet');
});

test('in a field that nobody uses the refused text is there to be changed', async () => {
  const sends = await held('**/sends');
  await openChat();
  await field().fill('One');
  await page.keyboard.press('Enter');
  await sends.refuse('The queue is full.');
  await page.getByRole('alert').getByText('The queue is full.').waitFor();
  await until('the text', async () => (await field().inputValue()) === 'One', { patience_ms });
  assert.equal(await refused().count(), 0);
  await field().fill('One, changed');
  await page.keyboard.press('Enter');
  await sends.refuse('Still full.');
  await page.getByRole('alert').getByText('Still full.').waitFor();
  await until('the text', async () => (await field().inputValue()) === 'One, changed', { patience_ms });
});

test('a text is written while a photo is still going up', async () => {
  const uploads = await held('**/media');
  await openChat();
  await page.locator('input[type=file]').setInputFiles({ name: 'bread.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(99) });
  await field().fill('The bread');
  await page.keyboard.press('Enter');
  await page.locator('[data-attachment]').waitFor({ state: 'detached' });
  await field().fill('And a word');
  await page.keyboard.press('Enter');
  await page.locator('[data-leaving="2"]').getByText('Sending: bread.jpg · The bread').waitFor();
  await field().fill('Not yet');
  await uploads.letGo();
  await arrived('The bread', 'And a word');
  assert.equal(await field().inputValue(), 'Not yet');
});

test('a message refused while somebody looks elsewhere is there when they come back', async () => {
  const sends = await held('**/sends');
  await openChat();
  await field().fill('One');
  await page.keyboard.press('Enter');
  await until('the call', sends.waiting, { patience_ms });
  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('region', { name: 'Queue' }).waitFor();
  await sends.refuse('The queue is full.');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.locator('[data-thread]').first().click();
  await until('the text', async () => (await field().inputValue()) === 'One', { patience_ms });
});
