// A shim on a port and a folder of its own, and a simulated business that posts to it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboard, program } from './places.mjs';
import { freePort, Process, until } from './processes.mjs';

const secrets = {
  TWINLINE_APP_SECRET: 'browser-test-secret',
  TWINLINE_VERIFY_TOKEN: 'browser-test-verify',
  TWINLINE_ADMIN_TOKEN: 'browser-test-token',
};

export class Shim {
  token = secrets.TWINLINE_ADMIN_TOKEN;
  #folder = mkdtempSync(join(tmpdir(), 'twinline-browser-'));
  #port;
  #parameters;
  #server;
  #simulator;

  // `parameters`: more of `serve`.
  static async start(parameters = []) {
    const shim = new Shim();
    shim.#port = await freePort();
    shim.#parameters = parameters;
    await shim.serve();
    return shim;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get logs() {
    return `shim:\n${this.#server?.log.slice(-2000)}\nsimulator:\n${this.#simulator?.log.slice(-2000)}`;
  }

  // Starts the server again after `stopServing`: same address, same data.
  async serve() {
    const parameters = ['serve', '--listen', `127.0.0.1:${this.#port}`, '--data', join(this.#folder, 'data')];
    this.#server = new Process(program(), [...parameters, '--dashboard', dashboard(), ...this.#parameters], secrets);
    const ready = () => this.#server.running && fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
    await until('the shim becoming ready', ready, { explain: () => this.logs });
  }

  stopServing() {
    return this.#server.stop();
  }

  simulate(...parameters) {
    this.#simulator = new Process(program(), ['simulate', '--target', this.url, ...parameters], secrets);
  }

  async stop() {
    await this.#simulator?.stop();
    await this.#server?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
