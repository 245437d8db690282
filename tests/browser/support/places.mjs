// Where the built things are. `./dev test browser` builds them all.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

function firstOf(what, ...paths) {
  const found = paths.find((path) => path && existsSync(path));
  if (!found) throw new Error(`${what} is not built: ./dev build`);
  return found;
}

export const program = () => firstOf('the program', process.env.TWINLINE_PROGRAM, join(root, 'dist/twinline'));
export const dashboard = () => firstOf('the dashboard', join(root, 'dist/dashboard'), join(root, 'web/dist'));
export const npmPackage = () => dirname(firstOf('the npm package', join(root, 'wasm/dist/index.js')));

// Example webhooks, outside the project and not everywhere. Undefined when they are not here.
export function corpus() {
  return [process.env.TWINLINE_CORPUS, join(root, '../shared/corpus')].find((path) => path && existsSync(path));
}
