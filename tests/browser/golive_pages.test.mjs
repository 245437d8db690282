// The pages of going live in states that a stub of the shim makes up: what they show, what they send, and that everybody can
// read them, on a large screen and a small one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { StubShim } from './support/stub_shim.mjs';
import * as states from './support/stub_states.mjs';

const patience_ms = 30_000;

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

const open = (path) => page.goto(stub.url + path);
const sent = (method, path) => stub.calls.filter((call) => call.method === method && call.path === path);
const last = (method, path) => until(`${method} ${path}`, () => sent(method, path).at(-1), { patience_ms });
const button = (name) => page.getByRole('button', { name, exact: true });

async function everywhere() {
  for (const [width, schemes] of [[1280, ['light', 'dark']], [390, ['light']]]) {
    await page.setViewportSize({ width, height: 860 });
    await readable(page, schemes);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `the page is ${over} pixels too wide at ${width}`);
  }
}

test('the numbers show their state, indicator and next deadline', async () => {
  await open('/');
  const row = page.locator('tbody tr').first();
  await row.locator('[data-stage="syncing"]').waitFor();
  await row.locator('[data-indicator="coexistence"]').waitFor();
  await row.getByText('Ask for the history before the time is over.').waitFor();
  assert.match(await row.locator('time').innerText(), /22 h \d+ min left/);
  await everywhere();
});

test('an app is made and coexistence enabled for it in the portal', async () => {
  await open('/apps');
  await button('New app').click();
  await page.getByLabel('Name').fill('Café Lindner');
  await button('Create').click();
  await page.getByRole('heading', { name: 'Café Lindner' }).waitFor();
  assert.deepEqual((await last('POST', '/v1/apps')).body, { name: 'Café Lindner' });
  await button('Enable coexistence').click();
  assert.deepEqual((await last('PUT', '/v1/apps/app1/config')).body, { coexistenceEnabled: true });
  await page.getByText('Coexistence enabled').first().waitFor();
  await everywhere();
});

test('coexistence is enabled by a request that is granted, and the call of the API is told', async () => {
  await open('/apps/app1');
  await button('By the API').click();
  await page.getByText('PUT /v1/apps/app1/config').waitFor();
  await button('By a request').click();
  await page.getByLabel('Contact').fill('Anna');
  await page.getByLabel('What it is needed for').fill('Bakery chain');
  await button('Send the request').click();
  const asked = await last('POST', '/v1/apps/app1/coexistence-request');
  assert.deepEqual(asked.body, { contact: 'Anna', reason: 'Bakery chain' });
  await button('Grant the request').click();
  await page.getByText('Coexistence enabled').first().waitFor();
});

test('a check sends only what is known, and its answer is shown rule by rule with the consequences', async () => {
  await open('/check');
  await page.getByLabel('On the day').fill('2026-04-15');
  await page.getByLabel('Phone number').fill('+49 30 555010');
  await page.getByRole('radiogroup', { name: 'Can scan a QR code with the app' }).getByText('No', { exact: true }).click();
  await button('Check').click();
  const { body } = await last('POST', '/v1/check');
  assert.deepEqual(body, { policy: 'meta', at: '2026-04-15', facts: { phone: '+49 30 555010', can_scan_qr: false } });
  await page.locator('[data-verdict="not_eligible"]').waitFor();
  const focused = await page.evaluate(() => document.activeElement.dataset.verdict);
  assert.equal(focused, 'not_eligible');
  const above = await page.locator('[data-verdict]').evaluate((one) => one.getBoundingClientRect().top - one.previousElementSibling.getBoundingClientRect().bottom);
  assert.ok(above >= 12, `${above} pixels between the form and the verdict`);
  await page.locator('[data-rule="app_version"][data-outcome="failed"]').getByText('Update it.').waitFor();
  await page.locator('[data-consequence="disappearing_messages"]').getByText('concerns this business').waitFor();
  await everywhere();
});

test('the wizard lists every step by name and goes from one to the next', async () => {
  await open('/onboardings/onb1');
  await page.locator('[data-step]').first().waitFor();
  assert.equal(await page.locator('[data-step]').count(), 18);
  await page.locator('[data-choice="coexistence"]').click();
  await button('Continue').click();
  assert.deepEqual((await last('PUT', '/v1/onboardings/onb1/steps/choose_way')).body, { value: 'coexistence' });

  await page.locator('[data-panel="check_eligibility"]').waitFor();
  await page.getByLabel('Version of the WhatsApp Business app').fill('2.24.17');
  await button('Check').click();
  await page.locator('[data-consequence="pricing"]').waitFor();
  assert.deepEqual(sent('PUT', '/v1/onboardings/onb1/steps/check_eligibility'), []);
  await button('Go on anyway').click();
  const told = await last('PUT', '/v1/onboardings/onb1/steps/check_eligibility');
  assert.deepEqual(told.body, { value: { app_version: '2.24.17' } });

  await page.locator('[data-panel="enable"]').waitFor();
  await button('Enable coexistence').click();

  await page.locator('[data-panel="storage_region"]').waitFor();
  await page.getByLabel('Country').fill('de');
  await button('Next').click();
  assert.deepEqual((await last('PUT', '/v1/onboardings/onb1/steps/storage_region')).body, { value: 'DE' });

  await page.locator('[data-panel="contact_details"]').waitFor();
  await page.getByLabel('Name').fill('Anna');
  await page.getByLabel('Email').fill('anna@example.com');
  await page.getByLabel('Phone number').fill('+49 30 555010');
  await page.getByLabel('The terms and conditions are accepted').check();
  await everywhere();
  await button('Confirm').click();
  const contact = await last('PUT', '/v1/onboardings/onb1/steps/contact_details');
  assert.deepEqual(contact.body.value, { name: 'Anna', email: 'anna@example.com', phone: '+49 30 555010', terms: true });

  await page.locator('[data-panel="share_chats"]').getByText('Before the point of no return').waitFor();
  await everywhere();
  await button('All chats will be shared').click();
  assert.deepEqual((await last('PUT', '/v1/onboardings/onb1/steps/share_chats')).body, { value: true });
  await page.locator('[data-panel="continue_with_meta"]').waitFor({ state: 'visible' });
});

test('an onboarding that was begun is gone on with', async () => {
  stub.apps[0].onboarding = 'onb1';
  await open('/apps/app1');
  const link = page.getByRole('link', { name: 'Continue going live' });
  await link.waitFor();
  await everywhere();
  await link.click();
  await page.locator('[data-panel="choose_way"]').waitFor();
});

test('what the shim refuses is said in its words', async () => {
  stub.onboarding = states.onboarding('contact_details');
  stub.refuse.set('PUT /v1/onboardings/onb1/steps/contact_details', { status: 400, message: 'needs an email address' });
  await open('/onboardings/onb1');
  await button('Confirm').click();
  await page.getByRole('alert').filter({ hasText: 'needs an email address' }).waitFor();
  // Chromium complains about the answer, as it must.
  assert.match(found.pop(), /400 \(Bad Request\)/);
});

test('messages of the signup window go to the shim with their origin, the code after them, and nothing else', async () => {
  stub.onboarding = states.onboarding('continue_with_meta');
  await open('/onboardings/onb1');
  const [popup] = await Promise.all([page.waitForEvent('popup'), button('Continue with Meta').click()]);
  await popup.getByRole('button', { name: 'Finish' }).click();
  const code = await last('POST', '/v1/onboardings/onb1/code');
  assert.deepEqual(code.body, { code: 'the-code' });
  const events = sent('POST', '/v1/onboardings/onb1/signup-events');
  assert.equal(events.length, 1);
  assert.equal(events[0].body.origin, new URL(stub.signupPage).origin);
  assert.equal(JSON.parse(events[0].body.message).data.waba_id, '330055550001');
});

test('with an app id and a configuration id Meta’s own script opens the window', async () => {
  stub.meta = { app_id: '777', config_id: '888' };
  stub.onboarding = states.onboarding('continue_with_meta');
  const headers = { 'access-control-allow-origin': '*' };
  await page.context().route('https://connect.facebook.net/**', (route) =>
    route.fulfill({ headers, contentType: 'text/javascript', body: states.sdk }),
  );
  await page.context().route('https://www.facebook.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: states.meta_window }),
  );
  await open('/onboardings/onb1');
  await button('Continue with Meta').click();
  assert.deepEqual((await last('POST', '/v1/onboardings/onb1/code')).body, { code: 'sdk-code' });
  const { origin } = (await last('POST', '/v1/onboardings/onb1/signup-events')).body;
  assert.equal(origin, 'https://www.facebook.com');
  const { appId, version, config_id, response_type, extras } = await page.evaluate(() => window.asked);
  assert.deepEqual({ appId, version, config_id, response_type }, { appId: '777', version: 'v25.0', config_id: '888', response_type: 'code' });
  assert.equal(extras.featureType, 'whatsapp_business_app_onboarding');
});

test('a problem says what it means, whether waiting helps, and what to quote', async () => {
  stub.onboarding = states.onboarding('continue_with_meta', { stage: 'connecting', problem: states.problem() });
  await open('/onboardings/onb1');
  const card = page.locator('[data-problem="error_object"]');
  for (const text of ['Waiting helps', 'Acting does not help', 'It may take days', '524126', 's-17', 'WABiz: Onboarding']) {
    await card.getByText(text).first().waitFor();
  }
  await everywhere();
});

test('a code that came to nothing leads through Meta’s window again', async () => {
  stub.onboarding = states.onboarding('exchange_code', { stage: 'connecting', state: 'failed' });
  await open('/onboardings/onb1');
  await page.locator('[data-panel="exchange_code"]').waitFor();
  await button('Continue with Meta').waitFor();
  await everywhere();
});

test('the life of the code counts down, and one of several numbers is chosen', async () => {
  const until_s = Date.now() / 1000 + 28;
  stub.onboarding = states.onboarding('exchange_code', { stage: 'connecting', state: 'waiting', until: until_s });
  await open('/onboardings/onb1');
  const panel = page.locator('[data-panel="exchange_code"]');
  assert.match(await panel.locator('time').innerText(), /2\d s left/);
  stub.onboarding = states.onboarding('choose_number', {
    numbers: [{ id: '1', phone: '4930555010', name: 'Lindner', coexists: true }, { id: '2', phone: '4930555011', coexists: false }],
  });
  await page.locator('[data-choice="1"] [data-indicator="coexistence"]').waitFor();
  await everywhere();
  await page.locator('[data-choice="2"]').click();
  await button('Confirm').click();
  assert.deepEqual((await last('PUT', '/v1/onboardings/onb1/steps/choose_number')).body, { value: '2' });
});

test('the sync shows progress, end and deadline; it is asked for only by somebody who knows that it is once', async () => {
  stub.life.history = { stage: 'not_asked', text: 'It is possible once only.', window_ends_at: Date.now() / 1000 + 80_000 };
  await open(`/numbers/${states.number}/sync`);
  await page.locator('[data-sync-stage="history not_asked"]').getByText(/22 h \d+ min left/).waitFor();
  await page.locator('[data-check="disk_free"][data-outcome="failed"]').getByText('Make room').waitFor();
  await everywhere();
  await button('Ask for the history').click();
  assert.ok(await button('Ask Meta').isDisabled());
  await page.getByRole('dialog').getByText('It is possible once only.').waitFor();
  await page.getByLabel('I have read this and want to ask now').check();
  await readable(page);
  await button('Ask Meta').click();
  assert.deepEqual((await last('POST', '/v1/apps/app1/coex/sync')).body, { syncType: 'history' });
  stub.life = states.life();
  await page.locator('[data-sync-stage="history arriving"]').waitFor();
  await page.getByText(/^in 1 h \d+ min/).waitFor();
  await page.getByText('5 parts received so far, not here yet: 3, 6–7').waitFor();
  await page.getByText('Gap in the history').waitFor();
  await readable(page);
});

test('a number of the Cloud API alone is offered no sync', async () => {
  const { contacts: _, history: __, ...life } = states.life();
  stub.life = { ...life, indicator: 'cloud_api', number: '220055550002' };
  await open('/numbers/220055550002/sync');
  await page.getByText('Nothing of this number is synchronised.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Ask for/ }).count(), 0);
});

test('the wizard ends at a live number', async () => {
  stub.onboarding = states.onboarding('sync', { stage: 'syncing', state: 'waiting', number: states.number });
  await open('/onboardings/onb1');
  await page.locator('[data-sync-stage="history arriving"]').waitFor();
  await everywhere();
  const { next: _, ...live } = states.onboarding('live', { stage: 'live', state: 'done', number: states.number });
  stub.onboarding = live;
  await page.getByText('The number is connected.').waitFor();
  await everywhere();
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.getByRole('link', { name: 'Open the inbox' }).click();
  await page.getByRole('heading', { name: '+4930555010' }).waitFor();
});

test('new messages that wait for the sync are counted, and shown when somebody wants to see them', async () => {
  const now_s = Math.floor(Date.now() / 1000);
  stub.life = { ...states.life(), new_messages: 'after_sync', held_back: { since: now_s - 7_200, until: now_s + 3_600 } };
  await open(`/numbers/${states.number}`);
  await page.locator('[data-held-back="1"]').getByText('1 new message waits for the sync').waitFor();
  assert.equal(await page.locator('[data-thread]').count(), 0);
  await everywhere();
  await page.setViewportSize({ width: 1280, height: 860 });
  await button('Show them now').click();
  await last('POST', '/v1/apps/app1/show-new-messages');
  await page.locator('[data-thread="491715550101"]').waitFor();
  assert.equal(await page.locator('[data-held-back]').count(), 0);
});

test('older chats are shown while new messages wait', async () => {
  const now_s = Math.floor(Date.now() / 1000);
  stub.life = { ...states.life(), new_messages: 'after_sync', held_back: { since: now_s, until: now_s + 3_600 } };
  await open(`/numbers/${states.number}`);
  await page.locator('[data-held-back="0"]').getByText('New messages wait for the sync').waitFor();
  await page.locator('[data-thread="491715550101"]').waitFor();
  assert.equal(await button('Show them now').count(), 0);
});

test('when new messages appear is chosen where sharing chats is decided, and on the page of the app', async () => {
  stub.onboarding = states.onboarding('share_chats');
  await open('/onboardings/onb1');
  assert.ok(await page.getByRole('radio', { name: 'At once' }).isChecked());
  await page.getByRole('radio', { name: 'After the sync' }).check();
  assert.deepEqual((await last('PUT', '/v1/apps/app1/config')).body, { newMessages: 'after_sync' });
  await everywhere();
  await open('/apps/app1');
  assert.ok(await page.getByRole('radio', { name: 'After the sync' }).isChecked());
  await readable(page);
});

test('a number of the Cloud API alone is registered with a PIN', async () => {
  stub.onboarding = states.onboarding('registration', { stage: 'connected', way: 'cloud_api' });
  await open('/onboardings/onb1');
  await page.getByLabel('PIN').fill('012345');
  await everywhere();
  await button('Register the number').click();
  assert.deepEqual((await last('POST', '/v1/onboardings/onb1/pin')).body, { pin: '012345' });
});

test('a business with a signed link needs no login and names the link in each call', async () => {
  stub.onboarding = states.onboarding('share_chats');
  await open(`/onboard/${states.link}`);
  await button('All chats will be shared').click();
  const { link } = await last('PUT', '/v1/onboardings/onb1/steps/share_chats');
  assert.equal(link, states.link);
  await everywhere();
  assert.equal(await page.getByRole('link', { name: 'Numbers' }).count(), 0);
});

test('a partner makes the link', async () => {
  await open('/onboardings/onb1');
  await button('Link for the business').click();
  await page.getByLabel('Valid for').selectOption('One day');
  await button('Make the link').click();
  assert.deepEqual((await last('POST', '/v1/onboardings/onb1/link')).body, { valid_s: 86_400 });
  await page.locator('[data-link]').filter({ hasText: states.link }).waitFor();
  await readable(page);
});

test('the timeline says what happened and who said so', async () => {
  await open(`/numbers/${states.number}/timeline`);
  await page.locator('[data-event="history"]').getByText('Webhook from Meta').waitFor();
  await page.locator('[data-event="sync_accepted"]').getByText("Meta's answer").waitFor();
  await everywhere();
});

test('the account has ids, quality, limit and restrictions, says where to disconnect, and has no button for it', async () => {
  await open(`/numbers/${states.number}/account`);
  const tab = page.getByRole('region', { name: 'Account' });
  for (const text of ['330055550001', 'GREEN', 'TIER_2K', 'Restricted biz initiated messaging', 'It cannot be done from here.']) {
    await tab.getByText(text).first().waitFor();
  }
  assert.equal(await tab.getByRole('button').count(), 0);
  await everywhere();
});

test('the profile is read, and only what was changed is sent', async () => {
  await open(`/numbers/${states.number}/profile`);
  const about = page.getByRole('textbox', { name: 'About' });
  await about.waitFor();
  assert.equal(await about.inputValue(), 'Bread');
  await about.fill('Bread and cake');
  await everywhere();
  await button('Save').click();
  assert.deepEqual((await last('POST', `/v1/numbers/${states.number}/profile`)).body, { about: 'Bread and cake' });
  await page.getByText('Saved at Meta.').waitFor();
});

test('templates are listed with their history, made and deleted', async () => {
  await open(`/numbers/${states.number}/templates`);
  await page.locator('[data-template="order_ready"] [data-status="APPROVED"]').waitFor();
  await page.getByText('Status and quality history').click();
  await page.getByText('Pending').waitFor();
  await page.getByText('Rejected: Invalid format').waitFor();
  await everywhere();
  await page.setViewportSize({ width: 1280, height: 860 });
  await button('New template').click();
  await page.getByLabel('Name').fill('hello');
  await page.getByLabel('Text').fill('Hello {{1}}');
  await readable(page);
  await button('Send to Meta').click();
  const { body } = await last('POST', `/v1/numbers/${states.number}/templates`);
  assert.deepEqual(body, { name: 'hello', language: 'en_US', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hello {{1}}' }] });
  await button('Delete spring_sale').click();
  await button('Delete').click();
  await last('DELETE', `/v1/numbers/${states.number}/templates?name=spring_sale`);
});
