// A running shim brings numbers live at a running stand-in for Meta: each story that the simulator knows by name, and the
// end of the process in the middle of each call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ends, until, wired } from './wired.mjs';

// Contacts that change meanwhile look like those of a sync that Meta may have taken: it is the answer that is looked at.
const answered = (said) => (life) => life.history?.stage === said.history && said.contacts(life.contacts);

test('a business goes live, and a number of the app is never registered', async (t) => {
  const story = await wired(t, 'golive');
  await story.signUp();
  const life = await story.sees('a complete sync', ends('complete', 'complete'));
  await story.knowsAll(life.number);
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
  ['used-up', 'used up', answered({ history: 'used_up', contacts: ({ error }) => error?.code === 2593107 })],
  ['nothing-arrives', 'an acceptance without data', answered({ history: 'accepted', contacts: (sync) => sync.request_id })],
  ['gap', 'the end of a sync with gaps', ends('complete', 'complete')],
  ['stalled', 'a part of the history', (life) => life.history?.stage === 'arriving' && life.history.progress > 0],
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

test('scenario inconsistent-events: a number whose events come in part is live, and what never came can be seen', async (t) => {
  const story = await wired(t, 'inconsistent-events');
  await story.signUp();
  const life = await story.sees('the end of the sync', ends('complete', 'complete'));
  assert.equal(life.stage, 'live');
  assert.equal(life.may_send, true);
  // The last chunk is not the last to come; media that never came stay placeholders.
  await until(async () => {
    const messages = (await story.records(life.number)).filter((row) => row.record === 'message');
    return messages.length > 100 && messages.some((message) => message.type === 'media_placeholder');
  }, 'the messages, and placeholders among them');
});

test('a number of the Cloud API alone is registered with its PIN and has no sync', async (t) => {
  const story = await wired(t, 'golive', { way: 'cloud_api' });
  await story.signUp({ way: 'cloud_api' });
  await until(async () => (await story.onboarding()).next?.step === 'registration', 'the question for a PIN');
  assert.equal((await story.life()).may_send, false);
  await story.ok('POST', `/v1/onboardings/${story.id}/pin`, { pin: '012345' });
  const life = await story.sees('the registration', (now) => now.stage === 'live');
  assert.equal(life.indicator, 'cloud_api');
  assert.equal(life.may_send, true);
  const { calls } = await story.meta.ask('state');
  const made = (piece) => calls.filter((call) => call.path.endsWith(piece)).length;
  assert.deepEqual([made('register'), made('smb_app_data')], [1, 0]);
});

test('two browsers finish the signup of one onboarding at once: the number is live once', async (t) => {
  const story = await wired(t, 'golive');
  const complete = () => story.meta.ask('signup/complete', { app_id: '77', portfolio: 0, number: 0 });
  const both = await Promise.all([complete(), complete()]);
  await Promise.all(both.map(async ({ message, code }) => {
    await story.post(message);
    await story.ok('POST', `/v1/onboardings/${story.id}/code`, { code });
  }));
  const life = await story.sees('a complete sync', ends('complete', 'complete'));
  assert.equal(life.stage, 'live');
  const { calls } = await story.meta.ask('state');
  const made = (piece) => calls.filter((call) => call.method === 'POST' && call.path.endsWith(piece)).length;
  assert.ok(made('subscribed_apps') <= both.length);
  assert.equal(made('smb_app_data'), 2);
});

test('who leaves Meta\'s window and opens it again goes on, also within a second', async (t) => {
  const story = await wired(t, 'golive');
  const steps = `/v1/onboardings/${story.id}/steps/continue_with_meta`;
  const state = async () => (await story.step('continue_with_meta')).state;
  for (let round = 0; round < 5; ++round) {
    await story.ok('PUT', steps, { value: true });
    assert.equal(await state(), 'waiting');
    await story.post((await story.meta.ask('signup/cancel', { step: 'PHONE_NUMBER_SETUP' })).message);
    assert.equal(await state(), 'failed');
  }
  await story.ok('PUT', steps, { value: true });
  await story.signUp();
  await story.sees('a complete sync', ends('complete', 'complete'));
});

test('new messages wait for the sync where the app wants it so, and nothing is lost', async (t) => {
  const story = await wired(t, 'golive', { speed: 10 });
  await story.ok('PUT', `/v1/apps/${story.app}/config`, { newMessages: 'after_sync' });
  await story.signUp();
  const waiting = await story.sees('new messages that wait', (life) => life.held_back);
  assert.equal(waiting.held_back.since, waiting.registers.onboarded_at);
  const life = await story.sees('the end of the sync', ends('complete', 'complete'));
  assert.equal(life.held_back, undefined);
  await story.knowsAll(life.number);
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
    await story.knowsAll((await story.life()).number);
    const { calls } = await story.meta.ask('state');
    assert.equal(calls.filter((one) => one.path.endsWith('smb_app_data')).length, 2);
    assert.equal(calls.filter((one) => one.path.endsWith('register')).length, 0);
  });
}
