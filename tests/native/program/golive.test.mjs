// A running shim brings numbers live at a running stand-in for Meta: each story that the simulator knows by name, and the
// end of the process in the middle of each call.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
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

// Until `done` gives something.
async function until(done, what) {
  for (let tries = 0; tries < 1200; ++tries) {
    const found = await done();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`never came: ${what}`);
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

// A shim and a stand-in for Meta, wired to each other.
async function wired(t, scenario, { env = {}, speed = 40 } = {}) {
  const folder = tempFolder(t);
  const [port, metaPort] = [await freePort(), await freePort()];
  const metaUrl = `http://127.0.0.1:${metaPort}`;
  const parameters = ['--target', `http://127.0.0.1:${port}`, '--listen', `127.0.0.1:${metaPort}`, '--scenario', scenario];
  const simulator = spawn(
    program,
    ['simulate', ...parameters, '--app-id', '77', '--messages', '200', '--threads', '8', '--speed', String(speed)],
    { env: { ...process.env, TWINLINE_APP_SECRET: secret, TWINLINE_VERIFY_TOKEN: 'verify' }, stdio: 'ignore' },
  );
  t.after(() => simulator.kill());
  const lossy = await lossyMeta(t, metaPort);
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
  story.id = (await story.ok('POST', `/v1/apps/${story.app}/onboardings`, { way: 'coexistence' })).id;
  story.onboarding = () => story.ok('GET', `/v1/onboardings/${story.id}`);
  story.post = (message) => story.ok('POST', `/v1/onboardings/${story.id}/signup-events`, { origin: metaUrl, message });
  story.signUp = async (more = {}) => {
    const done = await story.meta.ask('signup/complete', { app_id: '77', portfolio: 0, number: 0, ...more });
    await story.post(done.message);
    await story.ok('POST', `/v1/onboardings/${story.id}/code`, { code: done.code });
    return done;
  };
  story.life = async () => {
    const { number } = await story.ok('GET', `/v1/apps/${story.app}`);
    return number && (await story.ok('GET', `/v1/numbers/${number}/life`));
  };
  story.sees = (what, done) =>
    until(async () => {
      const life = await story.life();
      return life && done(life) && life;
    }, what);
  story.step = async (name) => (await story.onboarding()).steps.find((step) => step.step === name);
  return story;
}

const ends = (contacts, history) => (life) => life.contacts?.stage === contacts && life.history?.stage === history;

test('a business goes live, and a number of the app is never registered', async (t) => {
  const story = await wired(t, 'golive');
  await story.signUp();
  const life = await story.sees('a complete sync', ends('complete', 'complete'));
  assert.equal(life.stage, 'live');
  assert.equal(life.indicator, 'coexistence');
  assert.equal((await story.onboarding()).stage, 'live');
  const { calls } = await story.meta.ask('state');
  const order = calls.filter((call) => call.method === 'POST').map((call) => call.path.split('/').pop());
  assert.deepEqual(order, ['subscribed_apps', 'smb_app_data', 'smb_app_data']);
  const { checks } = await story.ok('GET', `/v1/apps/${story.app}/coex/preflight`);
  assert.deepEqual(checks.filter((check) => check.outcome === 'failed' && check.check !== 'disk'), []);
  assert.equal(checks.find((check) => check.check === 'self_test').outcome, 'passed');
});

for (const [scenario, what, done] of [
  ['declined', 'the refusal', (life) => life.history?.stage === 'declined' && life.contacts.stage === 'complete'],
  ['late', 'too late', ends('too_late', 'too_late')],
  ['used-up', 'used up', ends('used_up', 'used_up')],
  ['nothing-arrives', 'an acceptance without data', ends('accepted', 'accepted')],
  ['gap', 'the end of a sync with gaps', ends('complete', 'complete')],
  ['stalled', 'a part of the history', (life) => life.history?.stage === 'arriving' && life.history.progress >= 40],
  ['reordered', 'the end of the sync', ends('complete', 'complete')],
]) {
  test(`scenario ${scenario}: ${what} is seen`, async (t) => {
    const story = await wired(t, scenario);
    await story.signUp();
    await story.sees(what, done);
  });
}

test('scenario lost-answer: a sync whose answer was lost is not asked for again, and its data is taken', async (t) => {
  const story = await wired(t, 'lost-answer');
  await story.signUp();
  await story.sees('the data', ends('complete', 'complete'));
  const { calls } = await story.meta.ask('state');
  assert.equal(calls.filter((call) => call.path.endsWith('smb_app_data')).length, 2);
});

test('scenario lost-code: the signup is started again', async (t) => {
  const story = await wired(t, 'lost-code');
  await story.signUp();
  await until(async () => (await story.step('exchange_code')).state === 'failed', 'the failure');
  assert.ok((await story.onboarding()).problem);
  await story.signUp();
  await story.sees('the data', ends('complete', 'complete'));
});

test('scenario offboarded: sending pauses and goes on, and the gap is shown', async (t) => {
  const story = await wired(t, 'offboarded', { speed: 20 });
  await story.signUp();
  const life = await story.sees('the way back', (now) => now.registers.reconnected_at !== undefined);
  assert.ok(life.registers.offboarded_at);
  assert.equal(life.may_send, true);
});

test('scenario silent-disconnect: the slow poll finds it', async (t) => {
  const story = await wired(t, 'silent-disconnect', { env: { TWINLINE_POLL_S: '1' } });
  await story.signUp();
  await story.sees('the pause of sending', (now) => now.may_send === false);
});

test('scenario several-numbers: a person chooses', async (t) => {
  const story = await wired(t, 'several-numbers');
  await story.signUp();
  const asked = await until(async () => {
    const now = await story.onboarding();
    return (now.numbers.length > 1 || now.stage === 'live' || now.stage === 'syncing') && now;
  }, 'the numbers');
  const number = asked.numbers.find((one) => one.coexists)?.id;
  await story.ok('PUT', `/v1/onboardings/${story.id}/steps/choose_number`, { value: number });
  await story.sees('the data', ends('complete', 'complete'));
});

for (const scenario of ['not-eligible', 'error-object', 'inconsistent-errors']) {
  test(`scenario ${scenario}: what Meta's window says is kept and explained`, async (t) => {
    const story = await wired(t, scenario);
    const { session_id, portfolios } = await story.meta.ask('signup/start', { app_id: '77' });
    const refused = await story.meta.ask('signup/number', { session_id, portfolio: 0, phone: portfolios[0].numbers?.[0]?.phone ?? '' });
    const reported = refused.message ? refused : await story.meta.ask('signup/report', { session_id, words: refused.problem });
    const now = await story.post(reported.message);
    assert.equal(now.steps.find((step) => step.step === 'continue_with_meta').state, 'failed');
    assert.ok(now.problem.meaning);
    assert.ok(now.problem.expectation);
    assert.equal(now.signup.length, 1);
  });
}

for (const [call, check] of [
  ['oauth/access_token', 'signs up again'],
  ['subscribed_apps', 'is repeated'],
  ['phone_numbers', 'is repeated'],
  ['smb_app_state_sync', 'is not repeated'],
  ['"history"', 'is not repeated'],
]) {
  test(`the process is killed while ${call} is under way: it ${check}`, async (t) => {
    const story = await wired(t, 'golive');
    const lost = story.meta.lose(call);
    await story.signUp();
    await lost;
    await story.shim.end('SIGKILL');
    await story.start();
    if (call === 'oauth/access_token') {
      await until(async () => (await story.step('exchange_code')).state === 'failed', 'the failure');
      await story.signUp();
    }
    await story.sees('the data', ends('complete', 'complete'));
    const { calls } = await story.meta.ask('state');
    assert.equal(calls.filter((one) => one.path.endsWith('smb_app_data')).length, 2);
    assert.equal(calls.filter((one) => one.path.endsWith('register')).length, 0);
  });
}
