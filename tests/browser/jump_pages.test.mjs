// A link or a found message opens its conversation at that message, wherever in it that is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/chromium.mjs';
import { until } from './support/processes.mjs';
import { customer } from './support/stub_sending.mjs';
import { StubShim } from './support/stub_shim.mjs';
import { number, records } from './support/stub_states.mjs';

const patience_ms = 15_000;
const messages = 600;
let browser, stub, page;

const message = (index) => ({
  ...records()[3], id: `wamid.j${index}`, thread: customer, peers: [customer], peer: customer, type: 'text', at: 1_700_000_000 + index * 900,
  text: `${index % 75 === 0 ? 'needle ' : ''}number ${index} ${'and more words '.repeat((index * 7) % 23)}`,
});

before(async () => {
  browser = await launch();
  stub = await StubShim.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience_ms);
});

after(async () => {
  await browser?.close();
  stub?.stop();
});

// It stays where it is while more is loaded at both sides.
async function isShown(id) {
  const target = page.locator(`[data-targeted][data-message="${id}"]`);
  await target.waitFor();
  const inSight = () => target.evaluate((element) => {
    const [inner, outer] = [element, element.closest('[role="log"]')].map((one) => one.getBoundingClientRect());
    return inner.top >= outer.top && inner.bottom <= outer.bottom;
  });
  await until(`${id} in sight`, inSight, { patience_ms });
  for (let frame = 0; frame < 30; frame += 1) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.ok(await inSight(), `${id} has moved out of sight`);
}

test('an address with a message opens at it, though the history comes later', async () => {
  for (const index of [0, 5, 300, 555, 599]) {
    await page.goto(`${stub.url}/numbers/${number}?chat=${customer}&message=wamid.j${index}`);
    await page.getByRole('region', { name: 'Conversation' }).waitFor();
    await page.locator('[data-state="live"]').waitFor();
    stub.tell(...Array.from({ length: messages }, (_, at) => message(at)));
    await isShown(`wamid.j${index}`);
  }
});

test('each message that a search found opens at its place', async () => {
  await page.getByLabel('Search messages and people').fill('needle');
  const found = page.locator('[data-found]');
  await until('all results', async () => (await found.count()) === 8, { patience_ms });
  for (const one of await found.all()) {
    await one.click();
    await isShown(await one.getAttribute('data-found'));
  }
});
