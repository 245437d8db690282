// Values as people read them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'vite';

let vite, format;

before(async () => {
  vite = await createServer({ server: { middlewareMode: true, ws: false, watch: null }, appType: 'custom', logLevel: 'error' });
  format = await vite.ssrLoadModule('/src/format.ts');
});

after(() => vite.close());

test('a span is told in its two greatest units, and the lesser only when there is some', () => {
  const spans = { 0: '0 s', 0.4: '0 s', 28: '28 s', 60: '1 min', 95: '1 min 35 s', 3_600: '1 h', 80_000: '22 h 13 min', 200_000: '2 d 7 h' };
  for (const [seconds, text] of Object.entries(spans)) assert.equal(format.span(Number(seconds)), text);
});

test('names out of the data become words', () => {
  assert.equal(format.words('sync_contacts'), 'Sync contacts');
  assert.equal(format.words('BUSINESS_DOWNGRADE'), 'Business downgrade');
  assert.equal(format.words(''), '');
});
