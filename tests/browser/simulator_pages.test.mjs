// The simulator's pages as a person uses them: the window of Embedded Signup, opened by a page elsewhere, and the phones.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { program } from './support/places.mjs';
import { freePort, Process, until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';

const patience_ms = 30_000;

// Of the same site as the simulator, as the dashboard is: what a closing window posts to another site may be lost.
const partner = `<!doctype html><title>A partner</title><script>
  const got = [];
  addEventListener('message', (event) => got.push({ origin: event.origin, data: JSON.parse(event.data) }));
</script><button>open</button>`;

let browser, context, opener, opener_origin, simulator, origin;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

async function simulate(t, scenario = 'golive') {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  // Nobody is there to take webhooks; calls and pages do not wait for it.
  const parameters = ['simulate', '--target', 'http://127.0.0.1:1', '--listen', `127.0.0.1:${port}`, '--scenario', scenario];
  simulator = new Process(program(), [...parameters, '--messages', '200', '--threads', '6'], {
    TWINLINE_APP_SECRET: 'secret',
    TWINLINE_VERIFY_TOKEN: 'verify',
  });
  t.after(() => simulator.stop());
  const ready = () => fetch(`${origin}/healthz`).then((answer) => answer.ok, () => false);
  await until('the simulator listening', ready, { explain: () => simulator.log });
}

beforeEach(async (t) => {
  context = await browser.newContext({ viewport: { width: 800, height: 800 } });
  context.setDefaultTimeout(patience_ms);
  const found = [];
  context.on('page', (page) => found.push(complaints(page, [/favicon/])));
  const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(partner)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opener_origin = `http://127.0.0.1:${server.address().port}`;
  opener = await context.newPage();
  await opener.goto(`${opener_origin}/`);
  t.after(async () => {
    await context.close();
    server.close();
    assert.deepEqual(found.flat(), []);
  });
});

async function openWindow(more = '') {
  const address = `${origin}/simulator/signup?app_id=77&origin=${encodeURIComponent(opener_origin)}${more}`;
  await opener.evaluate((url) => {
    document.querySelector('button').onclick = () => open(url, 'signup', 'width=800,height=800');
  }, address);
  const [popup] = await Promise.all([opener.waitForEvent('popup'), opener.click('button')]);
  return popup;
}

async function told(count) {
  await opener.waitForFunction((wanted) => window.eval('got').length >= wanted, count);
  const list = await opener.evaluate(() => window.eval('got'));
  for (const each of list) assert.equal(each.origin, origin);
  return list.map((each) => each.data);
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function asFarAsThePhone(popup) {
  await press(popup, 'Continue');
  await popup.getByRole('heading', { name: 'Choose the business portfolio' }).waitFor();
  await press(popup, 'Next');
  await popup.getByLabel('WhatsApp Business app phone number').waitFor();
  await press(popup, 'Next');
  await popup.getByRole('heading', { name: 'Connect your phone' }).waitFor();
}

test('a business scans the code, shares its chats, and the page that opened the window gets ids and a code', async (t) => {
  await simulate(t);
  const popup = await openWindow();
  await popup.getByRole('button', { name: 'Continue' }).waitFor();
  await readable(popup);
  await asFarAsThePhone(popup);
  await readable(popup);
  await press(popup, 'Connect and scan the code');
  await readable(popup);
  await press(popup, 'Confirm');
  await popup.getByLabel('Time zone').selectOption('Europe/Berlin');
  await readable(popup);
  await press(popup, 'Next');
  await popup.getByText('All chats are shared').waitFor();
  await readable(popup);
  await Promise.all([popup.waitForEvent('close'), press(popup, 'Finish')]);
  const [finish, login] = await told(2);
  assert.equal(finish.event, 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING');
  assert.match(finish.data.waba_id, /^\d{15}$/);
  assert.match(finish.data.phone_number_id, /^\d{15}$/);
  assert.equal(login.type, 'FB_LOGIN');
  const code = login.response.authResponse.code;
  const exchange = `${origin}/v24.0/oauth/access_token?client_id=77&client_secret=secret&code=${code}`;
  assert.equal((await fetch(exchange)).status, 200);
});

test('a business answers on its phone and types the code that the phone shows', async (t) => {
  await simulate(t, 'several-numbers');
  const popup = await openWindow();
  await asFarAsThePhone(popup);
  await press(popup, 'Use an access code instead');
  const phone = await context.newPage();
  await phone.goto(`${origin}/simulator/phone`);
  await press(phone, 'Connect without sharing chats');
  const code = await phone.locator('.code').textContent();
  await readable(phone);
  await popup.getByLabel('Access code').fill('AAAA-AAAA');
  await press(popup, 'Verify');
  await popup.getByText('That is not the code that the phone shows.').waitFor();
  await popup.getByLabel('Access code').fill(code);
  await press(popup, 'Verify');
  await popup.getByLabel('Time zone').waitFor();
  await press(popup, 'Next');
  await popup.getByText('Chats are not shared').waitFor();
  await press(popup, 'Finish');
  // Here Meta does not say which number it was.
  assert.deepEqual(Object.keys((await told(2))[0].data), ['waba_id']);
});

test('whoever closes the window has left at a step that Meta names', async (t) => {
  await simulate(t);
  const popup = await openWindow();
  await asFarAsThePhone(popup);
  // The farewell is made ready by a question of its own.
  await popup.waitForLoadState('networkidle');
  await popup.close();
  const [left, login] = await told(2);
  assert.equal(left.event, 'CANCEL');
  assert.deepEqual(left.data, { current_step: 'PHONE_NUMBER_VERIFICATION' });
  assert.equal(login.response.authResponse, null);
});

test('a refused number is told in words and as an error message, and another window may go well', async (t) => {
  await simulate(t, 'inconsistent-errors');
  const popup = await openWindow();
  await press(popup, 'Continue');
  await press(popup, 'Next');
  for (const words of ['registered to an existing WhatsApp account', 'Something went wrong']) {
    await press(popup, 'Next');
    await popup.getByText(words).waitFor();
  }
  await readable(popup);
  await press(popup, 'Next');
  await popup.getByRole('heading', { name: 'Connect your phone' }).waitFor();
  const [first, second] = await told(2);
  assert.equal(first.event, 'CANCEL');
  assert.notEqual(first.data.error_id, second.data.error_id);
  assert.equal(first.data.session_id, second.data.session_id);
});

test('one writes as the business and as a customer, corrects, deletes, stops marketing, and disconnects', async (t) => {
  await simulate(t);
  const phone = await context.newPage();
  await phone.setViewportSize({ width: 1280, height: 800 });
  const body = JSON.stringify({ app_id: '77' });
  await fetch(`${origin}/simulator/signup/complete`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  await phone.goto(`${origin}/simulator/phone`);
  await phone.getByText('No app is subscribed: nothing of this is told.').waitFor();
  await phone.locator('ul.people button').nth(1).click();
  const chat = phone.locator('ol.chat');
  await phone.getByLabel('Message').fill('We open at seven');
  await press(phone, 'Send');
  const own = chat.locator('li.mine', { hasText: 'We open at seven' });
  await phone.getByLabel('The customer').check();
  await phone.getByLabel('Message').fill('See you then');
  await phone.getByLabel('Message').press('Enter');
  await chat.locator('li:not(.mine)', { hasText: 'See you then' }).waitFor();
  await readable(phone);
  phone.once('dialog', (dialog) => dialog.accept('We open at eight'));
  await own.getByRole('button', { name: 'edit' }).click();
  const edited = chat.locator('li.mine', { hasText: 'We open at eight' });
  await edited.getByRole('button', { name: 'delete' }).click();
  await chat.locator('li.revoked').waitFor();
  await press(phone, 'Stop marketing');
  await phone.locator('ul.people button', { hasText: 'no marketing' }).waitFor();
  await press(phone, 'Resume marketing');
  await phone.getByRole('button', { name: 'Stop marketing' }).waitFor();
  await press(phone, 'Disconnect account');
  await phone.getByRole('status').filter({ hasText: 'disconnected' }).waitFor();
  await phone.getByText('Not connected: nothing of this is told.').waitFor();
  await phone.setViewportSize({ width: 390, height: 800 });
  await readable(phone, ['light']);
  const over = await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `the page is ${over} pixels too wide`);
});
