import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Twinline } from 'twinline';

const wasm = new URL('../dist/twinline.wasm', import.meta.url);
const version = JSON.parse(readFileSync(new URL('../package.json', import.meta.url))).version;

test('loads by itself and knows its version', async () => {
  const twinline = await Twinline.load();
  assert.equal(twinline.version, version);
});

test('loads from a URL, a path and bytes', async () => {
  for (const source of [wasm, wasm.pathname, readFileSync(wasm)]) {
    const twinline = await Twinline.load({ wasm: source });
    assert.equal(twinline.version, version);
  }
});

for (const type of ['application/wasm', 'application/octet-stream']) {
  test(`loads by http as ${type}`, async (t) => {
    const headers = { 'content-type': type };
    const server = createServer((_, response) => response.writeHead(200, headers).end(readFileSync(wasm)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const twinline = await Twinline.load({ wasm: `http://127.0.0.1:${server.address().port}/any` });
    assert.equal(twinline.version, version);
  });
}

test('says what went wrong when it cannot be loaded', async () => {
  for (const source of [new URL('./nothing.wasm', wasm), new Uint8Array([1, 2, 3])]) {
    await assert.rejects(Twinline.load({ wasm: source }), { name: 'TwinlineError', code: 'load_failed' });
  }
});

test('runs in a worker thread', async () => {
  const worker = new Worker(
    `import { parentPort } from 'node:worker_threads';
     import { Twinline } from 'twinline';
     parentPort.postMessage((await Twinline.load()).version);`
      .replace("'twinline'", JSON.stringify(new URL('../dist/index.js', import.meta.url).href)),
    { eval: true, type: 'module', execArgv: ['--input-type=module'] },
  );
  const [answer] = await once(worker, 'message');
  assert.equal(answer, version);
  await worker.terminate();
});

test('two of them share nothing', async () => {
  const [one, other] = await Promise.all([Twinline.load(), Twinline.load()]);
  one.dispose();
  assert.equal(other.decode('{}').length, 1);
});
