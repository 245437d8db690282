// Processes that a test starts, and stops by their own id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class Process {
  #child;
  #ended;
  log = '';

  constructor(program, parameters, environment) {
    this.#child = spawn(program, parameters, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.log += text));
    }
    this.#ended = once(this.#child, 'close');
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  // Asks it to end, and insists after `patience_ms`.
  async stop(patience_ms = 12_000) {
    if (this.running) this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patience_ms);
    await this.#ended;
    clearTimeout(timer);
    return this.#child.exitCode;
  }
}

// Waits until `probe` gives something true; tells why not.
export async function until(what, probe, { patience_ms = 20_000, explain = () => '' } = {}) {
  const end = Date.now() + patience_ms;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${patience_ms} ms. ${explain()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
