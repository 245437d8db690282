// A running shim and a running stand-in for Meta, wired to each other.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { program, secret, Shim, tempFolder } from './support.mjs';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// Both syncs have come to this.
export const ends = (contacts, history) => (life) => life.contacts?.stage === contacts && life.history?.stage === history;

// Until `done` gives something; else the failure says what `seen` tells.
export async function until(done, what, seen = () => '') {
  for (let tries = 0; tries < 1200; ++tries) {
    const found = await done();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`never came: ${what} ${await seen()}`);
}

// Passes calls on to Meta; the answer to a call that `loses` names is kept back and told.
async function lossyMeta(t, port) {
  const meta = { loses: undefined, lost: undefined };
  const server = createServer((asked, answer) => {
    const parts = [];
    asked.on('data', (part) => parts.push(part));
    asked.on('end', () => {
      const body = Buffer.concat(parts);
      const call = asked.url.replace(/\?.*/, '') + body.toString();
      const passed = request({ port, host: '127.0.0.1', method: asked.method, path: asked.url, headers: asked.headers }, (got) => {
        if (meta.loses && call.includes(meta.loses)) {
          meta.loses = undefined;
          meta.lost();
          got.resume();
          return;
        }
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      passed.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.closeAllConnections() ?? server.close());
  meta.url = `http://127.0.0.1:${server.address().port}`;
  meta.lose = (call) =>
    new Promise((lost) => {
      meta.loses = call;
      meta.lost = lost;
    });
  return meta;
}

// `flags` go to `twinline simulate`. Calls to Meta pass through here, so that answers can be lost; not if they go `straight`.
export async function wired(t, scenario, { env = {}, speed = 40, flags = [], straight = false, way = 'coexistence' } = {}) {
  const folder = tempFolder(t);
  const [port, metaPort] = [await freePort(), await freePort()];
  const metaUrl = `http://127.0.0.1:${metaPort}`;
  const parameters = ['--target', `http://127.0.0.1:${port}`, '--listen', `127.0.0.1:${metaPort}`, '--scenario', scenario];
  const simulator = spawn(
    program,
    ['simulate', ...parameters, '--app-id', '77', '--messages', '200', '--threads', '8', '--speed', String(speed), ...flags],
    { env: { ...process.env, TWINLINE_APP_SECRET: secret, TWINLINE_VERIFY_TOKEN: 'verify' }, stdio: 'ignore' },
  );
  t.after(() => simulator.kill());
  const lossy = straight ? { url: metaUrl } : await lossyMeta(t, metaPort);
  const settings = {
    TWINLINE_GRAPH_URL: lossy.url,
    TWINLINE_META_APP_ID: '77',
    TWINLINE_PUBLIC_URL: `http://127.0.0.1:${port}`,
    TWINLINE_SIGNUP_PAGE: `${metaUrl}/simulator/signup`,
    ...env,
  };
  const story = { meta: lossy };
  story.start = async () => {
    story.shim = await Shim.start(join(folder, 'data'), settings, port);
  };
  await until(() => fetch(`${metaUrl}/healthz`).then((answer) => answer.ok, () => false), 'the simulator');
  await story.start();
  t.after(() => story.shim.end('SIGKILL'));

  story.ok = async (method, path, body) => {
    const answer = await story.shim.call(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  story.meta.ask = async (path, question) => {
    const options = question && { method: 'POST', body: JSON.stringify(question), headers: { 'Content-Type': 'application/json' } };
    return (await fetch(`${metaUrl}/simulator/${path}`, options)).json();
  };
  story.app = (await story.ok('POST', '/v1/apps', { name: 'Shop' })).id;
  await story.ok('PUT', `/v1/apps/${story.app}/config`, { coexistenceEnabled: true });
  story.id = (await story.ok('POST', `/v1/apps/${story.app}/onboardings`, { way })).id;
  story.onboarding = () => story.ok('GET', `/v1/onboardings/${story.id}`);
  story.post = (message) => story.ok('POST', `/v1/onboardings/${story.id}/signup-events`, { origin: metaUrl, message });
  story.signUp = async (more = {}) => {
    const done = await story.meta.ask('signup/complete', { app_id: '77', portfolio: 0, number: 0, ...more });
    await story.post(done.message);
    await story.ok('POST', `/v1/onboardings/${story.id}/code`, { code: done.code });
    return done;
  };
  story.told = async () => {
    const { problem, next } = await story.onboarding();
    const calls = await story.meta.ask('state').then((state) => state.calls, String);
    return JSON.stringify({ problem, next, life: await story.life(), calls });
  };
  story.life = async () => {
    const { number } = await story.ok('GET', `/v1/apps/${story.app}`);
    return number && (await story.ok('GET', `/v1/numbers/${number}/life`));
  };
  story.sees = (what, done) =>
    until(async () => {
      const life = await story.life();
      return life && done(life) && life;
    }, what, story.told);
  story.records = async (number) => {
    const text = await (await story.shim.get(`/v1/numbers/${number}/records`)).text();
    return text.trim().split('\n').map((line) => JSON.parse(line));
  };
  // Each message that Meta sent of the history, by any of its ids, in its conversation; besides it what came live only.
  story.knowsAll = async (number) => {
    const truth = await story.meta.ask(`truth?number=${number}`);
    const sent = Object.values(truth.by_thread).flat();
    assert.ok(sent.length > 0 && sent.length === truth.messages, 'the stand-in for Meta says what it sent');
    let messages, threads;
    // The last chunk is not the last to come.
    await until(async () => {
      messages = (await story.records(number)).filter((row) => row.record === 'message');
      threads = new Map(messages.flatMap((one) => [one.id, ...(one.aliases ?? [])].map((id) => [id, one.thread])));
      return sent.every((id) => threads.has(id));
    }, 'every message of the history');
    for (const [peer, ids] of Object.entries(truth.by_thread)) {
      assert.equal(new Set(ids.map((id) => threads.get(id))).size, 1, `${peer} is one conversation`);
    }
    const known = new Set(sent);
    const others = messages.filter((one) => ![one.id, ...(one.aliases ?? [])].some((id) => known.has(id)));
    assert.deepEqual(others.filter((one) => one.origins.includes('history')), [], 'invented');
  };
  story.step = async (name) => (await story.onboarding()).steps.find((step) => step.step === name);
  return story;
}
