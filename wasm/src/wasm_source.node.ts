// The same in Node, where `fetch` reads no files. Chosen by the "node" condition of package.json's imports.

import { readFile } from 'node:fs/promises';
import { compileFrom as compileFromNetwork } from './wasm_source.js';

export async function compileDefault(): Promise<WebAssembly.Module> {
  return compileFrom(new URL('./twinline.wasm', import.meta.url));
}

export async function compileFrom(url: URL | string): Promise<WebAssembly.Module> {
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(String(url))?.[0].toLowerCase();
  if (scheme && scheme !== 'file:') return compileFromNetwork(url);
  return WebAssembly.compile(await readFile(scheme ? new URL(url) : url));
}
