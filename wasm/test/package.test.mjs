import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { live } from './support/bodies.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the packed package works where nothing else is installed', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'twinline-package-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  npm(['pack', '--pack-destination', folder], root);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], folder);

  const installed = join(folder, 'node_modules/twinline');
  assert.deepEqual(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['twinline']);
  assert.deepEqual(readdirSync(installed).sort(), ['LICENSE', 'README.md', 'dist', 'package.json']);
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json')));

  writeFileSync(join(folder, 'body.json'), live({ id: 'wamid.A', text: 'packed' }));
  const program = `
    import { readFileSync } from 'node:fs';
    import { Twinline } from 'twinline';
    const wasm = readFileSync(new URL(import.meta.resolve('twinline/twinline.wasm')));
    for (const options of [{}, { wasm }]) {
      const twinline = await Twinline.load(options);
      const history = twinline.history();
      history.apply(readFileSync('body.json'));
      const [number] = history.numbers();
      console.log(twinline.version, history.messages(number, '16505551234').rows[0].text);
    }`;
  writeFileSync(join(folder, 'program.js'), program);
  const output = execFileSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
  assert.equal(output, `${version} packed\n`.repeat(2));
});
