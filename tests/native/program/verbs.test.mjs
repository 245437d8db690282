// The contract of the command line: what goes to stdout, what to stderr, and the exit codes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Shim, program, tempFolder, text, twinline } from './support.mjs';

const verbs = ['decode', 'merge', 'check', 'plan', 'serve', 'simulate', 'export', 'import', 'replay', 'rebuild'];

test('--version and --help are answered on stdout with exit 0', () => {
  assert.match(twinline(['--version']).out, /^twinline \d+\.\d+\.\d+\n$/);
  for (const verb of verbs) {
    const { code, out, err } = twinline([verb, '--help']);
    assert.deepEqual([verb, code, err], [verb, 0, '']);
    assert.ok(out.length > 0);
  }
});

test('bad usage is exit 2 and says why on stderr', () => {
  const uses = [[], ['nothing'], ['decode'], ['merge', '--unknown', 'x'], ['replay', '--target', 'nowhere'], ['serve', '--store', 'postgres://x'], ['serve', '--listen', 'x']];
  for (const use of uses) {
    const { code, out, err } = twinline(use);
    assert.deepEqual([use, code, out], [use, 2, '']);
    assert.match(err, /^twinline: /);
  }
  const { code, err } = twinline(['serve'], { env: { TWINLINE_APP_SECRET: '' } });
  assert.equal(code, 2);
  assert.match(err, /TWINLINE_APP_SECRET/);
});

test('a file of flags may be named in the environment; it has to be there and to name flags that exist', (t) => {
  const folder = tempFolder(t);
  const [facts, config, wrong] = ['facts.json', 'twinline.ini', 'wrong.ini'].map((name) => join(folder, name));
  writeFileSync(facts, '{"app_version":"2.25.1"}');
  writeFileSync(config, '[check]\npolicy=gupshup\njson=true\n');
  writeFileSync(wrong, '[check]\npolicie=gupshup\n');
  const policy = (parameters, env) => JSON.parse(twinline(parameters, { env }).out).policy;
  assert.equal(policy(['--config', config, 'check', facts]), 'gupshup');
  assert.equal(policy(['check', facts], { TWINLINE_CONFIG: config }), 'gupshup');
  assert.equal(policy(['check', facts], { TWINLINE_POLICY: 'meta', TWINLINE_JSON: 'true' }), 'meta');
  for (const file of [wrong, join(folder, 'missing.ini')]) {
    const { code, out } = twinline(['check', facts, '--policy', 'meta'], { env: { TWINLINE_CONFIG: file } });
    assert.deepEqual([file, code, out], [file, 2, '']);
  }
});

test('a verb that does not exist is named', () => {
  assert.match(twinline(['nothing']).err, /^twinline: there is no verb "nothing"\n/);
});

test('check and plan say when their output could not be written', { skip: !existsSync('/dev/full') }, (t) => {
  const folder = tempFolder(t);
  const [facts, scenario] = ['facts.json', 'scenario.json'].map((name) => join(folder, name));
  writeFileSync(facts, '{}');
  const messages = Array.from({ length: 3000 }, (_, i) => ({ id: `message ${i}`, at: 0, to: `u${i}` }));
  writeFileSync(scenario, JSON.stringify({ rate: 20, messages }));
  for (const words of [['check', facts, '--policy', 'meta'], ['check', facts, '--policy', 'meta', '--json'], ['plan', scenario], ['plan', scenario, '--summary']]) {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(program, words, { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    assert.deepEqual([words, status], [words, 1]);
    assert.match(stderr.toString(), /^twinline: standard output: No space left/);
  }
  // Nobody reads to the end: no error.
  const { status, stderr } = spawnSync('sh', ['-c', '"$0" plan "$1" | head -n 1 >/dev/null', program, scenario]);
  assert.deepEqual([status, stderr.toString()], [0, '']);
});

test('decode prints an event a line, with the file as given', (t) => {
  const file = join(tempFolder(t), 'one.json');
  writeFileSync(file, text(1));
  const { code, out, err } = twinline(['decode', file]);
  assert.deepEqual([code, err], [0, '']);
  const events = out.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(events[0].event, 'message');
  assert.equal(events[0].file, file);
  assert.equal('line' in events[0], false);
});

test('errors name file, line and byte, and the other inputs are still read', (t) => {
  const folder = tempFolder(t);
  const [bad, empty, good, lines] = ['bad.json', 'empty.json', 'good.json', 'lines.jsonl'].map((name) => join(folder, name));
  writeFileSync(bad, '{"entry":[x]}');
  writeFileSync(empty, '');
  writeFileSync(good, text(1));
  writeFileSync(lines, `${text(2)}\n\n  \nnonsense\n${text(3)}`);
  const { code, out, err } = twinline(['decode', bad, empty, join(folder, 'missing.json'), good, lines]);
  assert.equal(code, 1);
  const events = out.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(events.map(({ file, line }) => [file, line]), [[good, undefined], [lines, 1], [lines, 5]]);
  const errors = err.trimEnd().split('\n');
  assert.equal(errors.length, 4);
  assert.ok(errors[0].startsWith(`twinline: ${bad}: byte 10: `), errors[0]);
  assert.ok(errors[1].startsWith(`twinline: ${empty}: byte 0: `), errors[1]);
  assert.ok(errors[2].startsWith(`twinline: ${join(folder, 'missing.json')}: byte 0: `), errors[2]);
  assert.match(errors[3].slice(`twinline: ${lines}`.length), /^:4: byte [01]: /);
});

test('standard input is one body or lines', () => {
  const whole = JSON.stringify(JSON.parse(text(1)), null, 2);
  const one = JSON.parse(twinline(['decode', '-'], { input: whole }).out);
  assert.deepEqual([one.file, one.line], ['-', undefined]);
  const lines = twinline(['decode', '-'], { input: `${text(1)}\n${text(2)}\n` }).out.trimEnd().split('\n');
  assert.deepEqual(lines.map((line) => JSON.parse(line).line), [1, 2]);
  const empty = twinline(['merge', '-']);
  assert.equal(empty.code, 1);
  assert.match(empty.err, /^twinline: -: byte 0: /);
});

test('merge prints a summary, records or their digest, the same in any order', (t) => {
  const folder = tempFolder(t);
  const files = [1, 2, 3].map((index) => join(folder, `${index}.json`));
  files.forEach((file, index) => writeFileSync(file, text(index)));
  const digest = twinline(['merge', '--digest', ...files]).out;
  assert.match(digest, /^sha256:[0-9a-f]{64}\n$/);
  assert.equal(twinline(['merge', '--digest', ...files.reverse(), files[0]]).out, digest);
  const records = twinline(['merge', '--records', ...files]).out;
  assert.ok(records.startsWith('{"record":"twinline","format":1}\n'));
  assert.equal(twinline(['merge', '--digest', '-'], { input: records }).out, digest);
  assert.match(twinline(['merge', ...files]).out, /number 1001, phone 4930123/);
});

test('of a file of records in a newer format nothing is merged, and the others are', (t) => {
  const folder = tempFolder(t);
  const newer = join(folder, 'newer.jsonl');
  const known = join(folder, 'known.jsonl');
  writeFileSync(newer, `{"record":"twinline","format":2}\n${text(1)}\n${text(2)}\n`);
  writeFileSync(known, `{"record":"twinline","format":1}\n${text(3)}\n`);
  const merged = twinline(['merge', '--digest', newer, known]);
  assert.equal(merged.code, 1);
  assert.match(merged.err, /^twinline: .*newer\.jsonl:1: byte 0: .*update twinline; no line from here on was read\n$/);
  assert.equal(merged.out, twinline(['merge', '--digest', known]).out);
  const data = join(folder, 'data');
  assert.equal(twinline(['import', '--data', data, newer]).code, 1);
  assert.equal(twinline(['export', '--data', data]).out, '');
});

test('flags come from the environment and from a file too', (t) => {
  const folder = tempFolder(t);
  const file = join(folder, 'one.json');
  writeFileSync(file, text(1));
  assert.match(twinline(['merge', file], { env: { TWINLINE_DIGEST: 'true' } }).out, /^sha256:/);
  const config = join(folder, 'twinline.toml');
  writeFileSync(config, '[merge]\ndigest=true\n');
  assert.match(twinline(['--config', config, 'merge', file]).out, /^sha256:/);
});

test('a reader that goes away is no error', async () => {
  const child = spawn(program, ['decode', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (piece) => (err += piece));
  child.stdin.on('error', () => {});
  child.stdout.destroy();
  child.stdin.end(Array.from({ length: 5000 }, (_, i) => text(i)).join('\n'));
  const [code] = await once(child, 'exit');
  assert.deepEqual([code, err], [0, '']);
});

test('without a token given, one is made once, kept for its owner only', async (t) => {
  const data = join(tempFolder(t), 'data');
  const shim = await Shim.start(data, { TWINLINE_ADMIN_TOKEN: '' });
  const token = readFileSync(join(data, 'admin_token'), 'utf8');
  assert.match(token, /^[0-9a-f]{48}\n$/);
  assert.equal(statSync(join(data, 'admin_token')).mode & 0o777, 0o600);
  const answer = await fetch(shim.url + '/v1/session', { headers: { Authorization: `Bearer ${token.trim()}` } });
  assert.equal(answer.status, 200);
  await shim.end('SIGTERM');
  const again = await Shim.start(data, { TWINLINE_ADMIN_TOKEN: '' });
  assert.equal(readFileSync(join(data, 'admin_token'), 'utf8'), token);
  await again.end('SIGTERM');
});

test('a store that is not there is an error, not a new store', (t) => {
  const data = join(tempFolder(t), 'data');
  for (const verb of [['export'], ['export', '--records'], ['rebuild'], ['replay', '--target', 'http://127.0.0.1:1/']]) {
    const { code, err } = twinline([...verb, '--data', data]);
    assert.equal(code, 1);
    assert.match(err, /^twinline: .*no deliveries are stored here/);
  }
});

test('import refuses what is damaged and takes the rest', (t) => {
  const folder = tempFolder(t);
  const data = join(folder, 'data');
  const file = join(folder, 'lines.jsonl');
  const body = text(1);
  const good = JSON.stringify({ received: 5, body_b64: Buffer.from(body).toString('base64') });
  const damaged = JSON.stringify({ received: 5, sha256: '00', body_b64: Buffer.from(body).toString('base64') });
  writeFileSync(file, `${good}\n${damaged}\n{"body_b64":"*"}\n`);
  const { code, err } = twinline(['import', file, '--data', data]);
  assert.equal(code, 1);
  assert.deepEqual(err.trimEnd().split('\n').map((line) => line.split(': ')[1]), [`${file}:2`, `${file}:3`]);
  assert.equal(twinline(['export', '--data', data]).out.trimEnd().split('\n').length, 1);
});
