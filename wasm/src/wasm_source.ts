// Where the WebAssembly comes from: a URL, a file in Node, or, when nothing is said, beside this file.

/** Bundlers understand this form of URL and bring the file along. */
export function besideThisFile(): URL {
  return new URL('./twinline.wasm', import.meta.url);
}

export async function compileFrom(source: URL | string): Promise<WebAssembly.Module> {
  return isFile(source) ? WebAssembly.compile(await readFile(source)) : compileAnswer(await fetch(source));
}

/** Compiles while the bytes arrive, where the server names their type; else after they have. */
async function compileAnswer(answer: Response): Promise<WebAssembly.Module> {
  if (!answer.ok) throw new Error(`${answer.url} was answered with ${answer.status}`);
  if (answer.headers.get('content-type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** Node's `fetch` reads no files. A string without a scheme is a path there, and a relative URL in browsers. */
function isFile(source: URL | string): boolean {
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(String(source))?.[0].toLowerCase();
  const node = typeof process === 'object' && process.versions?.node !== undefined;
  return node && (scheme === undefined || scheme === 'file:');
}

async function readFile(source: URL | string): Promise<BufferSource> {
  // A name that no bundler follows: it would look for Node's modules in a build for browsers.
  const name = 'node:fs/promises';
  const files = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as typeof import('node:fs/promises');
  return files.readFile(String(source).startsWith('file:') ? new URL(source) : source);
}
