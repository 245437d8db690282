// The pages of one number in states that are seldom: offboarded, not connected, a history that did not come or came with gaps.
// A stub of the shim makes them up; a page offers only what can work, and contradicts neither the shim nor itself.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { StubShim } from './support/stub_shim.mjs';
import { life, number, numbers } from './support/stub_states.mjs';

const patience_ms = 20_000;

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

// For looking at them: a folder that the pictures go to.
async function shots(name) {
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 860 });
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${process.env.TWINLINE_SHOTS}/${name.slice(0, 40).replaceAll(/\W+/g, '_')}-${width}.png` });
  }
}
