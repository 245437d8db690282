// The dashboard of a running shim, as somebody sees it while a business goes live.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { complaints, launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { readable } from './support/readable.mjs';
import { Shim } from './support/shim.mjs';

const patience_ms = 90_000;
// Chromium reports each answer that is an error, also where the page expects it.
const expected = [/401 \(Unauthorized\).*\/v1\//];
const while_away = [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/];

let shim, browser, page, found;

before(async () => {
  shim = await Shim.start();
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience_ms);
  found = complaints(page, [...expected, ...while_away]);
  shim.simulate('--speed', '5', '--messages', '1500', '--threads', '60');
});

after(async () => {
  await browser?.close();
  await shim?.stop();
});

test('a wrong token is refused in words', async () => {
  await page.goto(shim.url);
  await page.getByLabel('Access token', { exact: true }).fill('not the token');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
});

test('the right token leads to the numbers, and the simulated one appears by itself', async () => {
  await page.getByLabel('Access token', { exact: true }).fill(shim.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Numbers' }).waitFor();
  await page.locator('tbody tr').first().waitFor();
});

test('its conversations appear while the history arrives, and its progress reaches 100 %', async () => {
  await page.locator('tbody a').first().click();
  await page.locator('[data-thread]').first().waitFor();
  const progress = page.getByRole('progressbar');
  await progress.waitFor();
  const seen = Number(await progress.getAttribute('aria-valuenow'));
  assert.ok(seen >= 0 && seen < 100, `the bar shows ${seen}`);
  await page.locator('[data-sync="history"][data-percent="100"]').waitFor({ state: 'attached' });
});

test('an open conversation shows its messages', async () => {
  await page.locator('[data-thread]').first().click();
  const messages = page.getByRole('log', { name: 'Messages' });
  await messages.locator('[data-message]').first().waitFor();
  assert.ok((await messages.locator('[data-message]').count()) > 0);
  assert.match(await messages.innerText(), /\S/);
});

test('a search leads to a message in its conversation, and its details to the deliveries it came from', async () => {
  await openLongestConversation();
  const log = page.getByRole('log', { name: 'Messages' });
  // What is in sight may be media and emoji only: then another part of the conversation has the words.
  const word = await until('a word in the conversation', async () => {
    const texts = await log.locator('[data-message] span[dir="auto"]').allInnerTexts();
    const words = texts.join(' ').match(/\p{L}{5,}/u);
    if (!words) await log.evaluate((element) => element.scrollBy(0, -300));
    return words?.[0];
  }, { patience_ms });
  await page.getByLabel('Search messages and people').fill(word.toUpperCase());
  const found = page.getByRole('region', { name: 'Search results' }).locator('[data-found]');
  await found.first().waitFor();
  for (const one of await found.all()) assert.ok((await one.locator('mark').count()) > 0, await one.innerText());

  const last = found.nth((await found.count()) - 1);
  const id = await last.getAttribute('data-found');
  await last.click();
  const target = log.locator('[data-targeted]');
  await target.waitFor();
  assert.equal(await target.getAttribute('data-message'), id);
  const inSight = () => target.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const frame = element.closest('[role="log"]').getBoundingClientRect();
    return top >= frame.top && bottom <= frame.bottom;
  });
  await until('the message in sight', inSight, { patience_ms });

  await target.getByRole('button', { name: /details$/ }).click();
  const origins = page.getByRole('region', { name: 'Where it came from' });
  await origins.locator('li').first().waitFor();
  assert.match(await origins.innerText(), /Delivery \d+/);
  assert.match(await origins.innerText(), /\/entry\/0\//);
  await readable(page);
  await page.getByRole('button', { name: 'Close the details' }).click();
  await origins.waitFor({ state: 'detached' });
  await readable(page);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.locator('[data-thread]').first().waitFor();
});

test('everybody can read it, in light and dark', () => readable(page));

test('a live message arrives by itself', async () => {
  const total = async () => Number((await page.locator('[data-messages]').first().getAttribute('data-messages')) ?? 0);
  const before_it = await total();
  await until('a live message', async () => (await total()) > before_it, { patience_ms, explain: () => shim.logs });
});

test('scrolling up shows all older messages, and nothing in sight jumps', async () => {
  const longest = await openLongestConversation();
  const messages = page.getByRole('log', { name: 'Messages' });
  await messages.locator('[data-message]').first().waitFor();
  const shown = new Set();
  const jumps = [];
  let measured = 0;
  await until('the oldest message', async () => {
    const { before_it, after_it } = await messages.evaluate(scrollUp, step);
    for (const id of after_it.mounted) shown.add(id);
    const moved = Object.keys(before_it.tops)
      .filter((id) => id in after_it.tops)
      .map((id) => after_it.tops[id] - before_it.tops[id]);
    if (after_it.scrollTop > 0 && moved.length) {
      measured += 1;
      // A reaction that comes in just now moves some, but not all.
      if (moved.every((distance) => Math.abs(distance - step) > 4)) jumps.push(moved);
    }
    return shown.size >= longest;
  }, { patience_ms, explain: () => `${shown.size} of ${longest} messages were seen` });
  assert.ok(measured > 5, 'the conversation is long enough to scroll');
  assert.deepEqual(jumps, []);
});

test('after a restart of the shim everything is there again', async () => {
  const threads = await page.locator('[data-threads]').first().getAttribute('data-threads');
  assert.equal(await shim.stopServing(), 0, shim.logs);
  await page.getByText('Reconnecting').waitFor();
  await shim.serve();
  await page.locator('[data-state="live"]').waitFor();

  await page.reload();
  await page.locator('[data-thread]').first().waitFor();
  await until('all conversations', async () => {
    const now = await page.locator('[data-threads]').first().getAttribute('data-threads');
    return Number(now) >= Number(threads);
  }, { patience_ms, explain: () => shim.logs });
});

test('logging out leads back to the login', async () => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByLabel('Access token', { exact: true }).waitFor();
  await page.goto(`${shim.url}/`);
  await page.getByLabel('Access token', { exact: true }).waitFor();
});

test('nothing was complained about, the content security policy least of all', () => {
  assert.deepEqual(found, []);
});

const step = 300;

// In the page: scrolls and tells where the messages in sight were and are, and which ones exist as elements.
async function scrollUp(log, distance) {
  const look = () => {
    const frame = log.getBoundingClientRect();
    const tops = {};
    const elements = [...log.querySelectorAll('[data-message]')];
    for (const element of elements) {
      const { top, bottom } = element.getBoundingClientRect();
      if (top >= frame.top && bottom <= frame.bottom) tops[element.dataset.message] = top;
    }
    return { tops, mounted: elements.map((element) => element.dataset.message), scrollTop: log.scrollTop };
  };
  const before_it = look();
  log.scrollTop -= distance;
  for (let frames = 0; frames < 4; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  return { before_it, after_it: look() };
}

// Of the conversations in sight. Gives the number of its messages.
async function openLongestConversation() {
  const rows = await page.locator('[data-thread]').evaluateAll((elements) =>
    elements.map((element) => ({ thread: element.dataset.thread, count: Number(element.dataset.count) })),
  );
  const longest = rows.reduce((a, b) => (b.count > a.count ? b : a));
  await page.locator(`[data-thread="${longest.thread}"]`).click();
  return longest.count;
}
