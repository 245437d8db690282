// Example webhooks that lie outside of the repository, where somebody has them: ../shared/corpus beside the checkout.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));

export const missing = existsSync(folder) ? false : 'no ../shared/corpus beside the repository';

/** [{ name, bytes }], in order of their names; empty where there are none. */
export function corpus() {
  if (missing) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
