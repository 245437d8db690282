// A server that answers the shim's /v1 with made-up states, for what is hard to bring a real business to: each page of the
// dashboard can be looked at in each state. It decides nothing; a test puts in what the shim would say.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { dashboard } from './places.mjs';
import { StubSending } from './stub_sending.mjs';
import * as states from './stub_states.mjs';

const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.woff2': 'font/woff2', '.svg': 'image/svg+xml',
};

export class StubShim {
  calls = []; // what the page has sent: { method, path, body, link }
  apps = [states.app()];
  onboarding = states.onboarding('choose_way');
  numbers = states.numbers();
  life = states.life();
  timeline = states.timeline();
  account = states.account();
  profile = { data: [states.profile()] };
  templates = { data: states.templates() };
  checks = states.checks();
  verdict = states.verdict();
  sending = new StubSending();
  records = states.records(); // of the history that is followed
  meta = {}; // app and configuration id, for Meta's own signup
  refuse = new Map(); // "METHOD /path" -> { status, message }
  #server;
  #following = []; // answers that records are written to

  static async start() {
    const stub = new StubShim();
    stub.#server = createServer((request, response) => stub.#answer(request, response)).listen(0, '127.0.0.1');
    await once(stub.#server, 'listening');
    return stub;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  get signupPage() {
    return this.url.replace('127.0.0.1', 'localhost') + '/stub-signup';
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request, response) {
    const { pathname, search, searchParams } = new URL(request.url, 'http://localhost');
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (pathname === '/stub-signup') return response.writeHead(200, { 'content-type': 'text/html' }).end(states.signup_page);
    if (!pathname.startsWith('/v1/')) return this.#file(pathname, response);

    const { method } = request;
    const json = request.headers['content-type'] === 'application/json';
    const body = bytes.length && json ? JSON.parse(bytes) : undefined;
    const link = request.headers['x-onboarding-link'];
    if (method !== 'GET') this.calls.push({ method, path: pathname + search, body, link });
    if (pathname.endsWith('/records')) return this.#records(response);
    const refused = this.refuse.get(`${method} ${pathname}`);
    const [status, answer] = refused
      ? [refused.status, { error: { code: 'refused', message: refused.message } }]
      : [200, this.sending.answer(method, pathname, searchParams, request.headers, bytes) ?? this.#say(method, pathname, body)];
    response.writeHead(answer === undefined ? 404 : status, { 'content-type': 'application/json' });
    if (typeof answer === 'string') response.end(answer);
    else response.end(JSON.stringify(answer ?? { error: { code: 'not_found', message: 'There is nothing here.' } }));
  }

  #say(method, path, body) {
    const rows = [
      [/^GET \/v1\/session$/, () => ({ role: 'admin' })],
      [/^GET \/v1\/status$/, () => ({ version: '0', deliveries: 0, projected: 0, issues: 0 })],
      [/^GET \/v1\/policies$/, () => ({ policies: ['connexease', 'gupshup', 'meta'] })],
      [/^POST \/v1\/check$/, () => this.verdict],
      [/^GET \/v1\/apps$/, () => ({ apps: this.apps })],
      [/^POST \/v1\/apps$/, () => this.#newApp(body)],
      [/^PUT \/v1\/apps\/[^/]+\/config$/, () => this.#configure(body)],
      [/^POST \/v1\/apps\/[^/]+\/show-new-messages$/, () => this.#showNewMessages()],
      [/^POST \/v1\/apps\/[^/]+\/coexistence-request$/, () => this.#request(body)],
      [/^POST \/v1\/apps\/[^/]+\/coexistence-request\/grant$/, () => this.#enable('request')],
      [/^GET \/v1\/apps\/[^/]+$/, () => this.apps[0]],
      [/^GET \/v1\/apps\/[^/]+\/onboardings$/, () => ({ onboardings: [this.onboarding] })],
      [/^POST \/v1\/apps\/[^/]+\/onboardings$/, () => this.onboarding],
      [/^GET \/v1\/apps\/[^/]+\/coex\/preflight$/, () => ({ checks: this.checks })],
      [/^POST \/v1\/apps\/[^/]+\/coex\/sync$/, () => ({ status: 'success', data: { request_id: 'r1' } })],
      [/^GET \/v1\/signup-settings$/, () => ({ graph_version: 'v25.0', signup_page: this.signupPage, ...this.meta })],
      [/^POST \/v1\/onboardings\/[^/]+\/link$/, () => ({ url: `${this.url}/onboard/${states.link}`, expires: 1_800_000_000 })],
      [/^POST \/v1\/onboardings\/[^/]+\/(signup-events|code|pin)$/, () => this.onboarding],
      [/^PUT \/v1\/onboardings\/[^/]+\/steps\/[^/]+$/, () => (this.onboarding = states.told(this.onboarding, path, body))],
      [/^GET \/v1\/onboardings\/[^/]+$/, () => this.onboarding],
      [/^GET \/v1\/numbers$/, () => ({ numbers: this.numbers })],
      [/^GET \/v1\/numbers\/[^/]+\/life$/, () => this.life],
      [/^GET \/v1\/numbers\/[^/]+\/timeline$/, () => ({ events: this.timeline })],
      [/^GET \/v1\/numbers\/[^/]+\/account$/, () => this.account],
      [/^GET \/v1\/numbers\/[^/]+\/profile$/, () => this.profile],
      [/^POST \/v1\/numbers\/[^/]+\/profile$/, () => ({ success: true })],
      [/^GET \/v1\/numbers\/[^/]+\/templates$/, () => this.templates],
      [/^(POST|DELETE) \/v1\/numbers\/[^/]+\/templates$/, () => ({ success: true })],
    ];
    return rows.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1]();
  }

  #newApp({ name }) {
    this.apps = [{ ...states.app(), name }];
    return this.apps[0];
  }

  #configure({ newMessages }) {
    if (!newMessages) return this.#enable('portal');
    this.apps[0] = { ...this.apps[0], new_messages: newMessages };
    return this.apps[0];
  }

  #showNewMessages() {
    const { held_back: _, ...life } = this.life;
    this.life = life;
    return this.apps[0];
  }

  #enable(how) {
    this.apps[0].coexistence = { enabled: true, how };
    this.onboarding = states.told(this.onboarding, 'enable', { value: true });
    return this.apps[0];
  }

  #request({ contact, reason }) {
    this.apps[0].coexistence = { enabled: false, how: 'none', requested_at: 1_790_000_000, contact, reason };
    return this.apps[0];
  }

  // Followed for as long as somebody looks.
  #records(response) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    this.#following.push(response);
    this.#write(response, this.records);
  }

  // Something new in the history, for everybody who follows it.
  tell(...records) {
    for (const response of this.#following) this.#write(response, [states.records()[0], ...records]);
  }

  #write(response, records) {
    response.write([...records, { version: 'v1' }].map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  async #file(path, response) {
    const name = extname(path) ? path : '/index.html';
    try {
      const body = await readFile(join(dashboard(), name));
      response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
