// twinline.js is written by Emscripten (wasm/CMakeLists.txt) and put beside the compiled code by scripts/build.mjs.

import type { RawModule } from './module.js';

export type InstantiateWasm = (
  imports: WebAssembly.Imports,
  done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => object;

export default function createModule(options: { instantiateWasm: InstantiateWasm }): Promise<RawModule>;
