// Where the WebAssembly comes from when nothing else is said: beside this file. Bundlers understand this form of URL.

export async function compileDefault(): Promise<WebAssembly.Module> {
  return compileFrom(new URL('./twinline.wasm', import.meta.url));
}

/** Compiles while the bytes arrive, where the server names their type; else after they have. */
export async function compileFrom(url: URL | string): Promise<WebAssembly.Module> {
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}`);
  if (answer.headers.get('content-type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}
