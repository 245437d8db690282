// Writing to customers, the queue and campaigns, in states that a stub of the shim makes up: what the pages show, what they
// send, and that everybody can read them, on a large screen and a small one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { busy, campaign, customer, sentRecord } from './support/stub_sending.mjs';
import { StubShim } from './support/stub_shim.mjs';
import { number, records } from './support/stub_states.mjs';

const patience_ms = 30_000;
const now_s = () => Math.floor(Date.now() / 1000);

let browser, stub, page, found;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

beforeEach(async (context) => {
  stub = await StubShim.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience_ms);
  found = complaints(page);
  context.after(async () => {
    await page.close();
    stub.stop();
    assert.deepEqual(found, []);
  });
});

const openChat = () => page.goto(`${stub.url}/numbers/${number}?chat=${customer}`);
const open = (tab) => page.goto(`${stub.url}/numbers/${number}/${tab}`);
const button = (name) => page.getByRole('button', { name, exact: true });
const field = () => page.getByRole('textbox', { name: 'Message', exact: true });
const last = (path) => until(`a call of ${path}`, () => stub.calls.findLast((call) => call.path === `/v1/numbers/${number}${path}`), { patience_ms });

async function everywhere() {
  for (const [width, schemes] of [[1280, ['light', 'dark']], [390, ['light', 'dark']]]) {
    await page.setViewportSize({ width, height: 860 });
    await readable(page, schemes);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `the page is ${over} pixels too wide at ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 860 });
}

test('an own message is there as soon as it is queued, and becomes the real one without a double', async () => {
  await openChat();
  await field().fill('Ihr Brot ist fertig.');
  await page.keyboard.press('Enter');
  const waiting = page.locator('article[data-send]');
  await waiting.getByText('Ihr Brot ist fertig.').waitFor();
  await waiting.getByText(/Queued as reply, in \d s · A message to this user is on its way./).waitFor();
  assert.equal(await field().inputValue(), '');
  const [{ id, message }] = stub.sending.batches;
  assert.deepEqual(message, { messaging_product: 'whatsapp', type: 'text', text: { body: 'Ihr Brot ist fertig.' }, recipient_type: 'individual', to: customer });
  await everywhere();

  // The history is first: the send still says that it is on its way.
  const send = stub.sending.change(id, { state: 'in_flight' });
  stub.tell(sentRecord(send, 'wamid.o1'));
  await page.locator('[data-message="wamid.o1"]').waitFor();
  assert.equal(await waiting.count(), 0);
  stub.sending.change(id, { state: 'accepted', wamid: 'wamid.o1', ended_s: now_s() });
  await page.waitForResponse((response) => response.url().includes('/sends?to='));
  assert.equal(await waiting.count(), 0);
  assert.equal(await page.getByRole('log', { name: 'Messages' }).getByText('Ihr Brot ist fertig.').count(), 1);
});

test('a send whose record bears another name for it is known by its wamid', async () => {
  stub.sending.put({ id: 'x1', state: 'accepted', preview: 'Bis gleich', wamid: 'wamid.o2', ended_s: now_s() });
  await openChat();
  const waiting = page.locator('article[data-send="x1"]');
  await waiting.waitFor();
  const { opaque: _, ...record } = sentRecord({ id: 'x1', to: customer, preview: 'Bis gleich' }, 'wamid.o2');
  stub.tell(record);
  await page.locator('[data-message="wamid.o2"]').waitFor();
  assert.equal(await waiting.count(), 0);
});

test('the time that is left for free text counts down', async () => {
  await openChat();
  const form = page.getByRole('form', { name: 'Write a message' });
  await form.getByText('You can write freely').waitFor();
  const left = form.locator('time');
  assert.match(await left.innerText(), /3 h \d+ min left/);
  stub.sending.allowed.free_form.until_s = now_s() + 40;
  await until('seconds', async () => /3\d s left/.test(await left.innerText()), { patience_ms });
});

test('when free text is not allowed the reason is there, and a template with its places goes out instead', async () => {
  stub.sending.allowed.free_form = { allowed: false, why: 'The customer last wrote more than 24 hours ago.' };
  await openChat();
  await page.getByText('The customer last wrote more than 24 hours ago.').waitFor();
  assert.ok(await field().isDisabled());
  assert.ok(await button('Send').isDisabled());
  await everywhere();
  await button('Send a template').click();
  const drawer = page.getByRole('dialog', { name: 'Send a template' });
  await drawer.getByLabel('Template', { exact: true }).selectOption({ label: 'order_ready (de)' });
  assert.ok(await drawer.getByRole('button', { name: 'Send' }).isDisabled());
  await drawer.getByLabel('{{1}}').fill('Anna');
  await drawer.getByText('Hallo Anna, Ihre Bestellung ist fertig.').waitFor();
  await readable(page);
  await drawer.getByRole('button', { name: 'Send' }).click();
  await drawer.waitFor({ state: 'detached' });
  const [{ message }] = stub.sending.batches;
  assert.deepEqual(message.template, {
    name: 'order_ready', language: { code: 'de' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Anna' }] }],
  });
});

test('a template for marketing is not sent to somebody who wants none', async () => {
  stub.sending.allowed.marketing = { allowed: false, why: 'The customer has opted out of marketing.' };
  stub.templates.data[0].category = 'MARKETING';
  await openChat();
  await button('Send a template').click();
  const drawer = page.getByRole('dialog', { name: 'Send a template' });
  await drawer.getByLabel('Template', { exact: true }).selectOption({ label: 'order_ready (de)' });
  await drawer.getByLabel('{{1}}').fill('Anna');
  await drawer.getByText('The customer has opted out of marketing.').waitFor();
  assert.ok(await drawer.getByRole('button', { name: 'Send' }).isDisabled());
});

test('a photo goes out with its caption as an answer to a message', async () => {
  await openChat();
  await page.locator('[data-message="wamid.h1"]').hover();
  await page.getByRole('button', { name: /^Answer the message/ }).click();
  await page.locator('[data-reply-to="wamid.h1"]').waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'Brötchen.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(1234) });
  await page.locator('[data-attachment="image"]').waitFor();
  await field().fill('So sehen sie aus');
  await everywhere();
  await button('Send').click();
  await page.locator('[data-attachment]').waitFor({ state: 'detached' });
  assert.deepEqual(stub.sending.uploads, [{ type: 'image/jpeg', filename: 'Brötchen.jpg', bytes: 1234 }]);
  const [{ message }] = stub.sending.batches;
  assert.deepEqual(message.image, { id: 'media-1', caption: 'So sehen sie aus' });
  assert.deepEqual(message.context, { message_id: 'wamid.h1' });
  assert.equal(await page.locator('[data-reply-to]').count(), 0);
});

test('what was refused stays written, and trying again carries the same id', async () => {
  const ids = [];
  await page.route('**/sends', async (route) => {
    ids.push(JSON.parse(route.request().postData()).id);
    if (ids.length > 1) return route.continue();
    const body = JSON.stringify({ error: { code: 'busy', message: 'The queue is full; try again in a minute.' } });
    return route.fulfill({ status: 503, contentType: 'application/json', body });
  });
  await openChat();
  await field().fill('Guten Morgen');
  await button('Send').click();
  await page.getByRole('alert').getByText('The queue is full; try again in a minute.').waitFor();
  assert.equal(await field().inputValue(), 'Guten Morgen');
  assert.match(found.pop(), /503/);
  await button('Send').click();
  await page.locator('article[data-send]').waitFor();
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test('what was begun to write is there again after a look elsewhere', async () => {
  await openChat();
  await field().fill('Noch nicht fer');
  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('region', { name: 'Queue' }).waitFor();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.locator('[data-thread]').first().click();
  await until('the text', async () => (await field().inputValue()) === 'Noch nicht fer', { patience_ms });
});

test('a message that waits is cancelled, and one that was not sent says why', async () => {
  stub.sending.put({ id: 'f1', state: 'failed', preview: 'Hallo', ended_s: now_s(), error: { code: 131047, title: 'Re-engagement message', action: 'Send a template.' } });
  stub.sending.put({ id: 'w1', preview: 'Moment bitte', why_text: 'All of the rate is in use.', estimate_s: now_s() + 4_000 });
  await openChat();
  await page.locator('[data-send="f1"]').getByText('Re-engagement message – Send a template.').waitFor();
  await page.locator('[data-send="w1"]').getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-send="w1"]').waitFor({ state: 'detached' });
  assert.equal((await last('/sends/w1')).method, 'DELETE');
});

test('a conversation is begun with a number that never wrote', async () => {
  await page.goto(`${stub.url}/numbers/${number}`);
  await button('Write to a phone number').click();
  await page.getByRole('textbox', { name: 'Phone number' }).fill('+49 171 5550199');
  await readable(page);
  await button('Open').click();
  await page.getByText('No messages yet').waitFor();
  await page.getByText('Begin with a template.').waitFor();
  await field().fill('Guten Tag');
  await button('Send').click();
  await page.locator('article[data-send]').getByText('Guten Tag').waitFor();
  assert.equal(stub.sending.batches[0].message.to, '491715550199');
});

test('the queue shows the use of each second, its lanes with estimates, and failures with what to do', async () => {
  busy(stub.sending);
  await open('queue');
  await page.locator('[data-gauge-now="20"]').waitFor();
  assert.equal(await page.locator('[data-second]').count(), 60);
  await page.getByRole('img', { name: /at most 20 in one, 20 are allowed/ }).waitFor();
  const lane = page.locator('[data-lane="marketing"]');
  await lane.getByText('48,210').waitFor();
  assert.match(await page.locator('[data-lane="utility"]').innerText(), /in 1 min \d+ s/);
  const failure = page.locator('[data-failure="131026"]');
  await failure.getByText('Check that the number is on WhatsApp; do not send again.').waitFor();
  await failure.getByText('214 messages').waitFor();
  await everywhere();
});

test('the rate that a limit has halved is told beside the usual one', async () => {
  stub.sending.queue.rate_now = 10;
  await open('queue');
  await page.getByText('of 10 this second, usually 20').waitFor();
  await readable(page);
});

test('sending is paused with a reason, which everybody sees, and resumed', async () => {
  await open('queue');
  await button('Pause sending').click();
  await page.getByLabel('Reason').fill('Wrong prices in the template');
  await readable(page);
  await button('Pause').click();
  await page.getByText('Wrong prices in the template').waitFor();
  assert.deepEqual((await last('/queue/pause')).body, { reason: 'Wrong prices in the template' });
  await everywhere();
  await button('Resume sending').click();
  await button('Pause sending').waitFor();
});

test('a message in doubt waits for a decision, and sending it again is asked twice', async () => {
  busy(stub.sending);
  await open('queue');
  const doubt = page.locator('[data-in-doubt="s3"]');
  await doubt.getByText('The connection broke after it was written.').waitFor();
  await doubt.getByRole('button', { name: 'Send again' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('If the first one did go out, +491715550103 gets it twice.').waitFor();
  await readable(page);
  assert.equal(stub.calls.length, 0);
  await dialog.getByRole('button', { name: 'Back' }).click();
  await doubt.getByRole('button', { name: 'It was sent' }).click();
  assert.deepEqual((await last('/sends/s3/decision')).body, { decision: 'was_sent' });
  await doubt.waitFor({ state: 'detached' });
});

test('the messages are chosen by state, page by page', async () => {
  for (let index = 0; index < 60; index += 1) stub.sending.put({ id: `a${index}`, state: 'accepted', preview: `Number ${index}` });
  stub.sending.put({ id: 'w', state: 'waiting', preview: 'The only one that waits' });
  await open('queue');
  const rows = page.locator('li[data-send]');
  await until('a page', async () => (await rows.count()) === 50, { patience_ms });
  await button('Show more').click();
  await until('the rest', async () => (await rows.count()) === 61, { patience_ms });
  await page.getByLabel('Show the messages that are').selectOption('Waiting');
  await until('one', async () => (await rows.count()) === 1, { patience_ms });
  await rows.getByText('The only one that waits').waitFor();
});

const csv = 'Name;Phone;Discount\nAnna;+49 171 5550101;10 %\n"Bernd; der Bäcker";491715550102;20 %\nNobody;12;1 %\n';

test('a campaign is made from a file, looked at before, and started', async () => {
  stub.templates.data[0] = { ...stub.templates.data[0], category: 'MARKETING', components: [{ type: 'BODY', text: 'Hallo {{1}}, {{2}} nur heute.' }] };
  Object.assign(stub.sending.preview, {
    duplicates: 2, opted_out: 1, invalid: [{ line: 3, to: '12', why: 'is no phone number' }], begins_s: now_s() + 5, ends_s: now_s() + 3_500,
    per_minute: 912, waits_for: 'Replies go first.',
  });
  await open('campaigns');
  await page.getByText('No campaigns yet').waitFor();
  await everywhere();
  await page.getByRole('link', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name').fill('Spring sale');
  await page.getByLabel('Template').selectOption({ label: 'order_ready (de)' });
  await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('3 rows; the first line has the names of the columns.').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Phone number' }).inputValue(), '1');
  await page.getByText('Hallo Anna, 10 % nur heute.').waitFor();
  assert.equal(await button('Start the campaign').count(), 0);
  await button('Preview').click();
  const preview = page.locator('[data-preview]');
  for (const text of ['912 a minute', 'Replies go first.', 'What cannot be used']) await preview.getByText(text).first().waitFor();
  const { body } = await last('/campaigns/preview');
  assert.deepEqual(body, {
    name: 'Spring sale', lane: 'marketing', template: { name: 'order_ready', language: 'de' },
    recipients: [
      { to: '+49 171 5550101', parameters: ['Anna', '10 %'] },
      { to: '491715550102', parameters: ['Bernd; der Bäcker', '20 %'] },
      { to: '12', parameters: ['Nobody', '1 %'] },
    ],
  });
  await everywhere();
  await button('Start the campaign').click();
  assert.deepEqual((await last('/campaigns')).body, body);
  await page.getByRole('heading', { name: 'Spring sale' }).waitFor();
  await page.locator('[data-campaign-state="running"]').waitFor();
});

test('what was foreseen is forgotten when something changes', async () => {
  await open('campaigns/new');
  await page.getByLabel('Name').fill('One');
  await page.getByLabel('Template').selectOption({ label: 'order_ready (de)' });
  await page.locator('input[type=file]').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('combobox', { name: '{{1}}' }).selectOption('The same for all');
  await page.getByLabel('Text for {{1}}').fill('Sie');
  await button('Preview').click();
  await button('Start the campaign').waitFor();
  assert.deepEqual((await last('/campaigns/preview')).body.recipients[0].parameters, ['Sie']);
  await page.getByLabel('Name').fill('Two');
  assert.equal(await button('Start the campaign').count(), 0);
});

test('a file that is no table says where', async () => {
  await open('campaigns/new');
  const broken = Buffer.from('Phone,Name\n491715550101,"Anna\n491715550102,Bernd\n');
  await page.locator('input[type=file]').setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: broken });
  await page.getByText(/broken\.csv: row \d/).waitFor();
  assert.ok(await button('Preview').isDisabled());
});

test('a campaign is paused, resumed and, after a question, cancelled', async () => {
  stub.sending.campaigns = [campaign({ name: 'Spring sale' })];
  await open('campaigns');
  await button('Pause Spring sale').click();
  await page.locator('[data-campaign-state="paused"]').waitFor();
  await everywhere();
  await button('Resume Spring sale').click();
  await page.locator('[data-campaign-state="running"]').waitFor();
  await button('Cancel Spring sale').click();
  await page.getByRole('dialog').getByText('48,210 messages that wait are taken out of the queue.').waitFor();
  await readable(page);
  await button('Cancel the campaign').click();
  await page.locator('[data-campaign-state="cancelled"]').waitFor();
});

test('a group is shown without a place to write', async () => {
  const group = { ...records()[3], id: 'wamid.g1', thread: 'group:g-1' };
  await page.goto(`${stub.url}/numbers/${number}?${new URLSearchParams({ chat: group.thread })}`);
  await field().waitFor();
  stub.tell(group);
  await page.locator('[data-message="wamid.g1"]').waitFor();
  assert.equal(await field().count(), 0);
});
