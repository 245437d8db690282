// What the shim says of its own paths is held to what it answers: a number goes live, and every answer on the way has the
// members that the document names, and no others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { freePort, until } from './support/processes.mjs';
import { Shim } from './support/shim.mjs';

const app_id = '910000000000001';
const dummy = '0';

let shim, meta, document, ajv;
const seen = new Set();

before(async () => {
  const listen = `127.0.0.1:${await freePort()}`;
  meta = `http://${listen}`;
  shim = await Shim.start(['--graph-url', meta, '--signup-page', `${meta}/simulator/signup`, '--meta-app-id', app_id]);
  const parameters = ['--app-id', app_id, '--scenario', 'golive', '--speed', '40', '--messages', '200', '--threads', '8'];
  shim.simulate('--listen', listen, ...parameters);
  await until('the simulator', () => fetch(`${meta}/healthz`).then((answer) => answer.ok, () => false));
  document = await (await ask('GET', '/v1/openapi.json')).json();
  ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'document', ...document });
});

after(() => shim?.stop());

function ask(method, path, body, headers = { authorization: `Bearer ${shim.token}` }) {
  return fetch(shim.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

// The document's path that this one belongs to.
function pattern(path) {
  const plain = path.replace(/\?.*/, '');
  const fits = (known) => new RegExp(`^${known.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain);
  const found = Object.keys(document.paths).filter(fits);
  return found.find((known) => known === plain) ?? found[0];
}

const pointer = (...parts) => 'document#/' + parts.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');

// Asks, and holds the answer to the document.
async function told(method, path, body, expected = 200, headers) {
  const answer = await ask(method, path, body, headers);
  const text = await answer.text();
  const where = `${method} ${path}: ${answer.status} ${text.slice(0, 2000)}`;
  assert.equal(answer.status, expected, where);
  const known = pattern(path);
  assert.ok(known, `${path} is not in the document`);
  const operation = document.paths[known][method.toLowerCase()];
  assert.ok(operation, `${method} ${known} is not in the document`);
  let place = ['paths', known, method.toLowerCase(), 'responses', String(expected)];
  const response = operation.responses[expected];
  assert.ok(response, `${where} is not in the document`);
  if (response.$ref) place = response.$ref.slice(2).split('/');
  const { content } = response.$ref ? document.components.responses[place.at(-1)] : response;
  seen.add(`${method} ${known}`);
  if (!content) return assert.equal(text, '', where);
  const value = JSON.parse(text);
  const check = ajv.getSchema(pointer(...place, 'content', 'application/json', 'schema'));
  assert.ok(check(value), `${where}\n${JSON.stringify(check.errors, null, 1)}`);
  return value;
}

test('the document is one of OpenAPI, and each of its paths is the shim\'s, with these methods', async () => {
  assert.match(document.openapi, /^3\.1/);
  for (const [path, item] of Object.entries(document.paths)) {
    const methods = Object.keys(item).filter((key) => key !== 'parameters').map((key) => key.toUpperCase());
    const answer = await ask('PATCH', path.replace(/\{\w+\}/g, dummy));
    assert.equal(answer.status, 405, path);
    assert.deepEqual(answer.headers.get('allow').split(', ').sort(), methods.sort(), path);
  }
});

test('answers on the way from a login to a live number are as the document says', async () => {
  await told('POST', '/v1/login', { token: shim.token }, 204, {});
  await told('POST', '/v1/login', { token: 'wrong' }, 401, {});
  await told('POST', '/v1/logout', undefined, 204, {});
  await told('GET', '/v1/session');
  await told('GET', '/v1/session', undefined, 401, {});
  await told('GET', '/v1/openapi.json');
  await told('GET', '/v1/status');
  await told('GET', '/v1/policies');
  await told('GET', '/v1/signup-settings');
  for (const policy of (await told('GET', '/v1/policies')).policies) {
    await told('POST', '/v1/check', { policy, facts: { phone: '+49 30 5550100', app_version: '2.24.20' } });
  }
  await told('POST', '/v1/check', {}, 400);

  const app = await told('POST', '/v1/apps', { name: 'Shop' }, 201);
  const path = `/v1/apps/${app.id}`;
  await told('POST', '/v1/apps', {}, 400);
  await told('POST', `${path}/coexistence-request`, { contact: 'Ann', reason: 'They asked' });
  await told('POST', `${path}/coexistence-request/grant`);
  await told('POST', `${path}/coex/sync`, { syncType: 'history' }, 409);
  await told('PUT', `${path}/config`, { coexistenceEnabled: true, newMessages: 'after_sync' });
  await told('PUT', `${path}/config`, {}, 400);
  await told('GET', '/v1/apps/none', undefined, 404);
  const { id } = await told('POST', `${path}/onboardings`, { way: 'coexistence' }, 201);
  const onboarding = `/v1/onboardings/${id}`;
  await told('PUT', `${onboarding}/steps/check_eligibility`, { value: { app_version: '2.24.20' } });
  await told('PUT', `${onboarding}/steps/share_chats`, { value: true });
  await told('PUT', `${onboarding}/steps/share_chats`, { value: 'perhaps' }, 400);
  await told('PUT', `${onboarding}/steps/enable`, { value: true }, 409);
  await told('POST', `${onboarding}/pin`, { pin: '123456' }, 409);
  await told('POST', `${onboarding}/link`, { valid_s: 60 });
  const left = await signup('cancel', { step: 'PHONE_NUMBER_SETUP' });
  await told('POST', `${onboarding}/signup-events`, { origin: meta, message: left.message });
  await told('POST', `${onboarding}/signup-events`, { origin: 'https://evilfacebook.com', message: '{}' }, 403);
  const done = await signup('complete', { app_id, portfolio: 0, number: 0 });
  await told('POST', `${onboarding}/signup-events`, { origin: meta, message: done.message });
  await told('POST', `${onboarding}/code`, { code: done.code }, 202);

  await until('the number', async () => (await told('GET', path)).number);
  const { number } = await told('GET', path);
  await until('the end of the sync', async () => {
    await told('GET', onboarding);
    return (await told('GET', `/v1/numbers/${number}/life`)).history?.stage === 'complete';
  }, { patience_ms: 60_000 });
  await told('POST', `${path}/show-new-messages`);
  await told('GET', `${path}/coex/preflight`);
  await told('GET', `${path}/onboardings`);
  await told('GET', '/v1/apps');
  await told('GET', '/v1/numbers');
  const of = `/v1/numbers/${number}`;
  await told('GET', `${of}/account`);
  await told('GET', `${of}/profile`);
  await told('POST', `${of}/profile`, { about: 'Open' });
  await told('POST', `${of}/profile`, { other: 'x' }, 400);
  const template = { name: 'hello', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] };
  await told('POST', `${of}/templates`, template, 201);
  await told('GET', `${of}/templates`);
  await sending(of);
  await told('DELETE', `${of}/templates?name=hello`);
  await told('GET', `${of}/timeline`);
  await told('GET', '/v1/numbers/1/profile', undefined, 409);
  await told('GET', `${of}/messages/none/facts`, undefined, 404);
  const records = (await (await ask('GET', `${of}/records`)).text()).trim().split('\n').map((line) => JSON.parse(line));
  seen.add('GET /v1/numbers/{number}/records');
  const message = records.find((record) => record.record === 'message');
  await told('GET', `${of}/messages/${encodeURIComponent(message.id)}/facts`);
});

// Messages that wait, so that nothing here depends on what becomes of them.
async function sending(of) {
  const later = Math.floor(Date.now() / 1000) + 3600;
  const message = { messaging_product: 'whatsapp', to: '4915112345678', type: 'template', template: { name: 'hello', language: { code: 'en' } } };
  const lines = ['a', 'b'].map((id) => JSON.stringify({ id, not_before: later, campaign: 'By name', message })).join('\n');
  const batch = await fetch(`${shim.url}${of}/sends`, { method: 'POST', headers: { authorization: `Bearer ${shim.token}` }, body: lines });
  assert.deepEqual((await batch.text()).trim().split('\n').map((line) => JSON.parse(line).state), ['queued', 'queued']);
  seen.add('POST /v1/numbers/{number}/sends');
  await told('GET', `${of}/sends`);
  await told('GET', `${of}/sends?state=lost`, undefined, 400);
  await told('GET', `${of}/sends/a`);
  await told('DELETE', `${of}/sends/a`);
  await told('DELETE', `${of}/sends/a`, undefined, 409);
  await told('POST', `${of}/sends/b/decision`, { decision: 'was_sent' }, 409);
  await told('GET', `${of}/allowed?to=4915112345678`);
  await told('GET', `${of}/allowed?to=nobody`, undefined, 400);
  await told('POST', `${of}/media`, 'the bytes', 201, { authorization: `Bearer ${shim.token}`, 'content-type': 'text/plain' });
  const wish = { name: 'Spring', lane: 'marketing', template: { name: 'hello', language: 'en' }, recipients: [{ to: '4915112345678' }, { to: 'x' }], not_before: later };
  await told('POST', `${of}/campaigns/preview`, wish);
  const { id } = await told('POST', `${of}/campaigns`, wish, 201);
  await told('POST', `${of}/campaigns`, wish, 409);
  await told('GET', `${of}/campaigns/${id}`);
  await told('POST', `${of}/campaigns/${id}/pause`);
  await told('POST', `${of}/campaigns/${id}/resume`);
  await told('POST', `${of}/campaigns/${id}/cancel`);
  await told('GET', `${of}/campaigns`);
  await told('POST', `${of}/queue/pause`, { reason: 'lunch' });
  await told('POST', `${of}/queue/resume`);
  await told('GET', `${of}/queue`);
  await told('GET', '/v1/numbers/1/queue');
  await told('GET', '/v1/numbers/1/allowed?to=4915112345678');
}

test('no path of the document was left out above', () => {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).filter((key) => key !== 'parameters').map((key) => `${key.toUpperCase()} ${path}`));
  assert.deepEqual(all.filter((one) => !seen.has(one)), []);
});

async function signup(step, question) {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${meta}/simulator/signup/${step}`, { method: 'POST', headers, body: JSON.stringify(question) })).json();
}
