// A new user brings a business live: from the login to a number with its history, against a running shim and a simulated Meta.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { freePort, until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { Shim } from './support/shim.mjs';

const patience_ms = 90_000;
const app_id = '910000000000001';
const expected = [/401 \(Unauthorized\).*\/v1\//];

let shim, browser, page, found, onboarding;

before(async () => {
  const meta = `127.0.0.1:${await freePort()}`;
  shim = await Shim.start([
    '--graph-url', `http://${meta}`, '--signup-page', `http://${meta}/simulator/signup`, '--meta-app-id', app_id,
  ]);
  shim.simulate('--listen', meta, '--app-id', app_id, '--scenario', 'golive', '--speed', '20', '--messages', '600', '--threads', '20');
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience_ms);
  found = complaints(page, expected);
});

after(async () => {
  await browser?.close();
  await shim?.stop();
});

const button = (name) => page.getByRole('button', { name, exact: true });
const panel = (step) => page.locator(`[data-panel="${step}"]`).locator('visible=true');

test('somebody logs in and makes an app', async () => {
  await page.goto(`${shim.url}/apps`);
  await page.getByLabel('Access token', { exact: true }).fill(shim.token);
  await button('Log in').click();
  await button('New app').click();
  await page.getByLabel('Name').fill('Lindner');
  await button('Create').click();
  await button('Go live').click();
  await panel('choose_way').waitFor();
  onboarding = page.url().split('/').at(-1);
});

test('what has to be known before is told step by step', async () => {
  await page.locator('[data-choice="coexistence"]').click();
  await button('Continue').click();

  await panel('check_eligibility').waitFor();
  await page.getByLabel('Version of the WhatsApp Business app').fill('2.24.20');
  await page.getByLabel('Phone number').fill('+49 30 5550100');
  await button('Check').click();
  await page.locator('[data-verdict="eligible"]').waitFor();
  await button('Continue').click();

  await panel('enable').waitFor();
  await button('Enable coexistence').click();
  await panel('storage_region').waitFor();
  await button('No local storage').click();

  await panel('contact_details').waitFor();
  await page.getByLabel('Name').fill('Anna Lindner');
  await page.getByLabel('Email').fill('anna@example.com');
  await button('Confirm').click();
  await page.getByRole('alert').waitFor(); // in the shim's words: what is missing
  await page.getByLabel('Phone number').fill('+49 30 5550100');
  await page.getByLabel('The terms and conditions are accepted').check();
  await button('Confirm').click();

  await panel('share_chats').waitFor();
  await readable(page);
  await button('All chats will be shared').click();
  await panel('continue_with_meta').waitFor();
  await readable(page);
});

test('who leaves Meta’s window is told what that means', async () => {
  const popup = await openMeta();
  await popup.getByRole('button', { name: 'Continue' }).waitFor();
  await popup.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-signup="cancel"]').waitFor();
  await page.locator('[data-problem]').waitFor();
  await readable(page);
});

test('through Meta’s window the number becomes live, and its history comes along', async () => {
  const popup = await openMeta();
  const press = (name) => popup.getByRole('button', { name, exact: true }).click();
  await press('Continue');
  await popup.getByRole('heading', { name: 'Choose the business portfolio' }).waitFor();
  await press('Next');
  await popup.getByLabel('WhatsApp Business app phone number').waitFor();
  await press('Next');
  await press('Connect and scan the code');
  await press('Confirm');
  await popup.getByLabel('Time zone').waitFor();
  await press('Next');
  await press('Finish');

  await page.locator('[data-step="find_number"][data-state="done"]').waitFor();
  await page.locator('[data-step="subscribe"][data-state="done"]').waitFor();
  await until('the number being live', async () => {
    const stage = await page.locator('[data-next]').getAttribute('data-stage');
    return stage === 'live';
  }, { patience_ms, explain: () => shim.logs });
  await page.locator('[data-step="live"]').click();
  await button('Open the inbox').or(page.getByRole('link', { name: 'Open the inbox' })).click();
  await page.locator('[data-indicator="coexistence"]').waitFor();
  await page.locator('[data-thread]').first().waitFor();
});

test('its account, sync and timeline say how it came', async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  const account = page.getByRole('region', { name: 'Account' });
  await account.getByText('Business Platform').first().waitFor();
  assert.match(await account.innerText(), /WhatsApp Business account \(WABA\) ID\s*\d+/);
  await readable(page);
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.locator('[data-sync-stage="history complete"]').waitFor();
  await page.locator('[data-sync-stage="contacts complete"]').waitFor();
  await readable(page);
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await page.locator('[data-event]').first().waitFor();
  assert.ok((await page.locator('[data-event]').count()) > 2);
  await readable(page);
});

test('its profile is changed at Meta', async () => {
  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  await page.getByRole('textbox', { name: 'About' }).fill('Bread since 1904');
  await button('Save').click();
  await page.getByText('Saved at Meta.').waitFor();
  await page.reload();
  await until('the change', async () => (await page.getByRole('textbox', { name: 'About' }).inputValue()) === 'Bread since 1904');
});

test('a template is made, approved and deleted', async () => {
  await page.getByRole('link', { name: 'Templates', exact: true }).click();
  await button('New template').click();
  await page.getByLabel('Name').fill('order_ready');
  await page.getByLabel('Text').fill('Your order is ready.');
  await button('Send to Meta').click();
  const template = page.locator('[data-template="order_ready"]');
  await template.locator('[data-status="APPROVED"]').waitFor();
  await readable(page);
  await button('Delete order_ready').click();
  await button('Delete').click();
  await template.waitFor({ state: 'detached' });
});

test('the list of numbers shows it live, with its indicator', async () => {
  await page.getByRole('link', { name: 'All numbers', exact: true }).click();
  const row = page.locator('tbody tr').first();
  await row.locator('[data-stage="live"]').waitFor();
  await row.locator('[data-indicator="coexistence"]').waitFor();
  await readable(page);
});

test('a business with a signed link sees its own onboarding and nothing else', async () => {
  await page.goto(`${shim.url}/onboardings/${onboarding}`);
  await button('Link for the business').click();
  await button('Make the link').click();
  const address = await page.locator('[data-link]').innerText();
  const visitor = await browser.newPage();
  visitor.setDefaultTimeout(patience_ms);
  await visitor.goto(address);
  await visitor.locator('[data-step="live"]').waitFor();
  await readable(visitor);
  const others = await visitor.evaluate(async (link) => {
    const answers = ['/v1/numbers', '/v1/apps'].map((path) => fetch(path, { headers: { 'x-onboarding-link': link } }));
    return (await Promise.all(answers)).map((answer) => answer.status);
  }, address.split('/').at(-1));
  assert.deepEqual(others, [401, 401]);
  await visitor.close();
});

test('nothing was complained about', () => {
  assert.deepEqual(found.filter((text) => !/400 \(Bad Request\)/.test(text)), []);
});

async function openMeta() {
  const [popup] = await Promise.all([page.waitForEvent('popup'), button('Continue with Meta').click()]);
  popup.setDefaultTimeout(patience_ms);
  return popup;
}
