// The pages of one number in states that are seldom: offboarded, not connected, a history that did not come or came with gaps.
// A stub of the shim makes them up; a page offers only what can work, and contradicts neither the shim nor itself.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { busy } from './support/stub_sending.mjs';
import { StubShim } from './support/stub_shim.mjs';
import { life, number, numbers, records } from './support/stub_states.mjs';

const patience_ms = 20_000;

let browser, stub, page, found, expected; // what a page may complain about, in a test that provokes it

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
  expected = [];
  found = complaints(page, expected);
  context.after(async () => {
    if (process.env.TWINLINE_SHOTS) await shots(context.name);
    await page.close();
    stub.stop();
    assert.deepEqual(found, []);
  });
});

const open = (tab) => page.goto(`${stub.url}/numbers/${number}/${tab}`);
const button = (name) => page.getByRole('button', { name, exact: true });
const link = (name) => page.getByRole('main').getByRole('link', { name, exact: true });

function offboarded() {
  const text = 'The number was registered on another phone; it usually reconnects by itself within a few minutes.';
  stub.numbers[0] = { ...numbers()[0], stage: 'offboarded', next: { text, urgency: 'warning' } };
  stub.life = { ...life(), stage: 'offboarded', may_send: false };
  stub.sending.queue.paused = `the number is offboarded: ${text}`;
}

function notConnected() {
  const { app: _, ...entry } = numbers()[0];
  const { app: __, contacts: ___, history: ____, ...rest } = life();
  stub.numbers = [{ ...entry, stage: 'live' }];
  stub.life = { ...rest, stage: 'live', advice: [] };
  stub.sending.queue = { rate: 0, rate_now: 0, stopped: 'No app here is connected to this number: bring it live first.', lanes: [], seconds: [], failures: [] };
}

test('the badges of a number stay whole and beside what is due next, however narrow the table is', async () => {
  offboarded();
  for (const width of [1440, 1280, 1024, 800]) {
    await page.setViewportSize({ width, height: 860 });
    await page.goto(stub.url);
    const row = page.locator('tbody tr').first();
    await row.locator('[data-stage="offboarded"]').waitFor();
    const told = await row.evaluate((element) => {
      const cell = element.querySelector('[data-label="State"]');
      const badges = [...cell.querySelectorAll('[data-stage], [data-indicator]')];
      const end = cell.getBoundingClientRect().right;
      return badges.map((badge) => {
        const label = badge.querySelector('.mantine-Badge-label');
        return { over: badge.getBoundingClientRect().right > end, cut: label.scrollWidth > label.clientWidth };
      });
    });
    assert.deepEqual(told, [{ over: false, cut: false }, { over: false, cut: false }], `at ${width}`);
  }
});

test('an offboarded number is not offered to resume, but the way to what helps', async () => {
  offboarded();
  await open('queue');
  await page.getByText('Sending is paused').waitFor();
  await link('What to do').waitFor();
  assert.equal(await button('Resume sending').count(), 0);
  assert.equal(await button('Pause sending').count(), 0);
  await readable(page);
  await link('What to do').click();
  await page.locator('[data-sync-stage]').first().waitFor();
});

test('a number that no app is connected to can neither pause nor resume, and shows no gauge', async () => {
  notConnected();
  await open('queue');
  await page.getByText('Sending has stopped').waitFor();
  await link('Go live with an app').waitFor();
  assert.equal(await button('Resume sending').count(), 0);
  assert.equal(await button('Pause sending').count(), 0);
  assert.equal(await page.getByText('Use of the rate').count(), 0);
  await readable(page);
});

test('a stop by Meta is resumed, and not paused on top', async () => {
  stub.sending.queue.stopped = 'Meta has stopped the number.';
  await open('queue');
  await button('Resume sending').waitFor();
  assert.equal(await button('Pause sending').count(), 0);
});

test('sending is paused without a reason', async () => {
  await open('queue');
  await button('Pause sending').click();
  await page.getByRole('dialog', { name: 'Pause sending' }).getByRole('button', { name: 'Pause', exact: true }).click();
  const asked = await until('the pause', () => stub.calls.find((call) => call.path.endsWith('/queue/pause')), { patience_ms: 5_000 });
  assert.equal(asked.body.reason ?? '', '');
});

const sync = (type, stage) => page.locator(`[data-sync-stage="${type} ${stage}"]`);
const now_s = () => Math.floor(Date.now() / 1000);

test('a history with gaps is complete with gaps, in the sync as in the inbox', async () => {
  stub.life.history = { stage: 'complete', asked_at: now_s() - 900, first_data_at: now_s() - 800, last_data_at: now_s() - 700, progress: 100 };
  await open('sync');
  await sync('history', 'complete').waitFor();
  stub.tell({ ...records()[2], progress: 100 });
  await sync('history', 'complete_with_gaps').getByText('Complete with gaps').waitFor();
  await page.getByText('5 parts received, missing: 3, 6–7').waitFor();
  await page.locator('[data-issue="history_gap"]').waitFor();
  await readable(page);
});

test('parts of a history that still arrives are not called lost', async () => {
  await open('sync');
  await page.getByText('5 parts received so far, not here yet: 3, 6–7').waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator('[data-issue="history_gap"]').count(), 0);
});

test('an accepted request counts down, then says since when nothing came; live messages are no history', async () => {
  stub.records = records().filter(({ record }) => record !== 'sync');
  const asked = { asked_at: now_s() - 120, answered_at: now_s() - 119, request_id: 'req-2' };
  stub.life.history = { ...asked, stage: 'accepted', text: 'Keep the app open.', expected_by: now_s() + 1_500 };
  await open('sync');
  await sync('history', 'accepted').waitFor();
  await page.getByText(/2[45] min.*left/).waitFor();
  await page.locator('[data-issue]').first().waitFor();
  assert.equal(await page.getByText(/^Messages/).count(), 0);
  stub.life = {
    ...stub.life,
    history: { ...asked, stage: 'silent', text: 'Nothing has arrived. Quote the request req-2.' },
    advice: [{ kind: 'sync_silent', urgency: 'warning', sync: 'history', text: 'Nothing has arrived. Quote the request req-2.' }],
  };
  await sync('history', 'silent').waitFor();
  await page.getByText('Nothing came since').waitFor();
  await page.getByRole('alert').getByText('Quote the request req-2.').waitFor();
  await readable(page);
});

test('a history that stopped arriving says since when, not that it ends any moment', async () => {
  stub.life.history = { ...stub.life.history, stage: 'stalled', last_data_at: now_s() - 7_200, estimated_end_at: now_s() - 3_600 };
  await open('sync');
  await sync('history', 'stalled').waitFor();
  await page.getByText('Nothing came since').waitFor();
  stub.life.history.stage = 'arriving';
  await sync('history', 'arriving').waitFor();
  await page.getByText('Nothing came since').waitFor();
  assert.equal(await page.getByText('any moment').count(), 0);
});

test('what cannot come any more is marked, and what to do is said once', async () => {
  const text = 'The chat history was asked for too late. Disconnect in the app and go through the signup again.';
  stub.records = records().filter(({ record }) => record !== 'sync');
  stub.life.history = { stage: 'too_late', text, asked_at: now_s() - 90, error: { code: 2593108, meaning: 'Too late.', action: 'Disconnect and go through the signup again.' } };
  stub.life.advice = [{ kind: 'sync_too_late', urgency: 'warning', sync: 'history', text }];
  await open('sync');
  await sync('history', 'too_late').locator('svg').waitFor();
  await page.getByRole('alert').getByText(text).waitFor();
  assert.equal(await page.getByText(/go through the signup again/).count(), 1);
  await readable(page);
});

test('what needs a connection says so where there is none, and leads to where one is made', async () => {
  notConnected();
  expected.push(/409 \(Conflict\)/);
  const message = 'There is no access token of this number: connect it first.';
  for (const path of ['profile', 'templates']) stub.refuse.set(`GET /v1/numbers/${number}/${path}`, { status: 409, message });
  for (const path of ['profile', 'templates', 'campaigns/new']) {
    await open(path);
    await page.getByText(message).waitFor();
    await link('Go live with an app').waitFor();
    assert.equal(await button('Try again').count(), 0);
    assert.equal(await button('New template').count(), 0);
    await readable(page, ['light']);
  }
  await open('account');
  await page.getByText('No app here is connected to this number: bring it live first.').waitFor();
});

test('the gauge names its line, each second, and why a bar may rise above it', async () => {
  busy(stub.sending);
  await open('queue');
  await page.getByText('20 allowed').waitFor();
  assert.match(await page.locator('[data-second] title').last().textContent(), /20 out, 0 in|\d+ out, \d+ in/);
  await page.getByText(/What comes in counts too/).waitFor();
  await readable(page);
});

test('a business whose link has ended is told so, and whom to ask', async () => {
  expected.push(/401 \(Unauthorized\)/);
  stub.refuse.set('GET /v1/onboardings/onb1', { status: 401, message: 'Log in, or send the admin token as Authorization: Bearer.' });
  await page.goto(`${stub.url}/onboard/onb1-1800000000-${'a'.repeat(64)}`);
  await page.getByText('This link is not valid or has ended').waitFor();
  await page.getByText('Ask your provider for a new one.').waitFor();
  assert.equal(await page.getByText(/admin token/).count(), 0);
  await readable(page);
});

test('what is wrong with a file of recipients is told before anything is foreseen', async () => {
  const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const input = page.getByLabel('File of recipients');
  await open('campaigns/new');
  await page.getByLabel('Template').selectOption({ label: 'order_ready (de)' });
  await input.setInputFiles(file('head.csv', 'Phone,Name\n'));
  await page.getByText(/head\.csv has one row/).waitFor();
  assert.ok(await button('Preview').isDisabled());
  await readable(page);
  await input.setInputFiles(file('towns.csv', 'Name,Town\nAnna,Bonn\nBernd,Köln\n'));
  await page.getByText(/No column looks like phone numbers/).waitFor();
  await input.setInputFiles(file('few.csv', 'Phone,Name\n491715550101,Anna\n491715550102,\n'));
  await page.getByText('1 row has nothing for a place of the template.').waitFor();
  await readable(page);
});

test('a number that nobody knows is said to be none', async () => {
  await page.goto(`${stub.url}/numbers/123`);
  await page.getByRole('heading', { level: 1, name: 'There is no number 123 here' }).waitFor();
  assert.equal(await page.getByText('Following').count(), 0);
  await readable(page);
});

test('a page that is none has a heading and leads back', async () => {
  await page.goto(`${stub.url}/nothing-here`);
  await page.getByRole('main').getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await readable(page);
  await page.getByRole('link', { name: 'All numbers' }).click();
  await page.locator('tbody tr').first().waitFor();
});

test('the stage and the stream have words of their own, and a stage that may be old says so', async () => {
  stub.numbers[0] = { ...numbers()[0], stage: 'live' };
  await open('sync');
  await page.locator('[data-state="live"]').getByText('Following').waitFor();
  assert.equal(await page.getByText('Live', { exact: true }).count(), 1);
  expected.push(/net::ERR_/);
  stub.stop();
  await page.locator('[data-stage="live"][data-stale]').getByText('Last known: live').waitFor();
  await page.getByRole('link', { name: 'Queue', exact: true }).click();
  await page.getByText('The queue cannot be loaded').waitFor({ timeout: 1_500 });
});

// For looking at them: a folder that the pictures go to.
async function shots(name) {
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 860 });
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${process.env.TWINLINE_SHOTS}/${name.slice(0, 40).replaceAll(/\W+/g, '_')}-${width}.png` });
  }
}
