// A stand-in for a shim's record stream: it says what each test tells it to say, in the pieces it is told.

import { once } from 'node:events';
import { createServer } from 'node:http';

export async function startShim() {
  const requests = [];
  const streams = [];
  const waiting = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url, headers: request.headers });
    const stream = {
      request,
      response,
      closed: once(response, 'close'),
      open(status = 200, type = 'application/x-ndjson') {
        response.writeHead(status, { 'content-type': type });
        response.flushHeaders();
      },
      async write(bytes) {
        if (!response.write(bytes)) await once(response, 'drain');
        // A turn of the loop, so that pieces do not run together.
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
      end: () => response.end(),
      breakOff: () => response.destroy(),
    };
    const next = waiting.shift();
    if (next) next(stream);
    else streams.push(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** The next request that comes, or came and was not taken. */
    next: () => (streams.length ? Promise.resolve(streams.shift()) : new Promise((resolve) => waiting.push(resolve))),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Waits until it holds; the test runner's own time limit is the only one. */
export async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
