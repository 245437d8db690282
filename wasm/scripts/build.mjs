// Makes dist/: the compiled TypeScript, and beside it what Emscripten built.
//
//     node scripts/build.mjs [folder of twinline.js and twinline.wasm]

import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const built = resolve(process.argv[2] ?? join(here, '../build/wasm-release/wasm'));
const dist = join(here, 'dist');

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', here], { stdio: 'inherit' });
for (const name of ['twinline.js', 'twinline.wasm']) copyFileSync(join(built, name), join(dist, name));
copyFileSync(join(here, '../LICENSE'), join(here, 'LICENSE'));
