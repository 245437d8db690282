// What the tests of the whole program share: running a verb, a shim of one's own, Meta's signature, a webhook's body.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = process.env.TWINLINE_PROGRAM;
export const secret = 'secret of the tests';
const environment = { ...process.env, TWINLINE_APP_SECRET: secret, TWINLINE_VERIFY_TOKEN: 'verify', TWINLINE_ADMIN_TOKEN: 'admin' };

export function twinline(parameters, { input = '', env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(program, parameters, { input, env: { ...environment, ...env }, maxBuffer: 1 << 28 });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

export function tempFolder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'twinline-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export class Shim {
  #process;
  url;

  static async start(data, env = {}, port = 0) {
    const shim = new Shim();
    shim.#process = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`, '--data', data], { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let log = '';
    shim.url = await new Promise((resolve, reject) => {
      shim.#process.on('exit', (code) => reject(new Error(`serve ended with ${code}\n${log}`)));
      shim.#process.stdout.on('data', (piece) => {
        log += piece;
        const found = /listening on (http:\S+)\//.exec(log);
        if (found) resolve(found[1]);
      });
    });
    return shim;
  }

  async end(signal) {
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    const [code] = await ended;
    return code;
  }

  // The HTTP status; 0 where none came.
  async post(body) {
    const signature = 'sha256=' + createHmac('sha256', secret).update(body).digest('hex');
    const sent = fetch(this.url + '/webhooks/meta', { method: 'POST', body, headers: { 'X-Hub-Signature-256': signature } });
    return sent.then((answer) => answer.status, () => 0);
  }

  async call(method, path, body, headers = {}) {
    const answer = await fetch(this.url + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { Authorization: 'Bearer admin', 'Content-Type': 'application/json', ...headers },
    });
    return { status: answer.status, body: await answer.json() };
  }

  get(path) {
    return fetch(this.url + path, { headers: { Authorization: 'Bearer admin' } });
  }

  async projected() {
    for (;;) {
      const status = await (await this.get('/v1/status')).json();
      if (status.projected === status.deliveries) return status;
    }
  }
}

export function webhook(value, field = 'messages') {
  const metadata = { display_phone_number: '4930123', phone_number_id: '1001' };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '900', changes: [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }] }],
  });
}

export function text(index) {
  const message = { from: `49171000${index % 7}`, id: `wamid.T${index}`, timestamp: String(1760000000 + index), type: 'text', text: { body: `text ${index} é` } };
  return webhook({ messages: [message] });
}

export function status(index) {
  const states = ['sent', 'delivered', 'read'];
  return webhook({
    statuses: [{ id: `wamid.T${index % 11}`, status: states[index % 3], timestamp: String(1760000100 + index), recipient_id: `49171000${index % 7}` }],
  });
}
