// Stories in which the shim waits for as long as its policy says before it asks Meta again. They wait side by side.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ends, until, wired } from './wired.mjs';

describe('what is asked again', { concurrency: true }, () => {
  test('scenario inconsistent-errors: what Meta refuses for a moment is asked again until it succeeds', async (t) => {
    const story = await wired(t, 'inconsistent-errors');
    await story.signUp();
    const life = await story.sees('the end of the sync', ends('complete', 'complete'));
    assert.equal(life.stage, 'live');
    const { calls } = await story.meta.ask('state');
    const answers = (piece) => calls.filter((call) => call.path.endsWith(piece)).map((call) => call.status);
    assert.deepEqual(answers('subscribed_apps'), [500, 500, 200]);
    assert.deepEqual(answers('phone_numbers'), [500, 200]);
    assert.deepEqual(answers('smb_app_data'), [503, 200, 500, 200]);
    assert.deepEqual(answers('register'), []);
  });

  test('the process is killed while register is under way: how the number stands is looked at, and a PIN is kept nowhere', async (t) => {
    const story = await wired(t, 'golive', { way: 'cloud_api' });
    await story.signUp({ way: 'cloud_api' });
    await until(async () => (await story.onboarding()).next?.step === 'registration', 'the question for a PIN');
    const lost = story.meta.lose('/register');
    await story.ok('POST', `/v1/onboardings/${story.id}/pin`, { pin: '012345' });
    await lost;
    await story.shim.end('SIGKILL');
    await story.start();
    const life = await story.sees('the registration', (now) => now.stage === 'live');
    assert.equal(life.may_send, true);
    const { calls } = await story.meta.ask('state');
    assert.equal(calls.filter((call) => call.path.endsWith('register')).length, 1);
    const late = await story.shim.call('POST', `/v1/onboardings/${story.id}/pin`, { pin: '012345' });
    assert.equal(late.status, 409);
    assert.match(late.body.error.message, /registered/);
  });
});
