// A page that holds nothing but the npm package, as `window.twinline`.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, extname, join } from 'node:path';
import { npmPackage } from './places.mjs';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module">
  import { Twinline } from '/index.js';
  window.twinline = await Twinline.load();
</script>`;

export async function servePackage() {
  const folder = npmPackage();
  const server = createServer(async (request, response) => {
    const name = basename(new URL(request.url, 'http://localhost').pathname);
    try {
      const body = name ? await readFile(join(folder, name)) : page;
      response.writeHead(200, { 'content-type': types[extname(name) || '.html'] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
