// Starts the module. It is compiled here and handed over: Emscripten's own loading fails in Node or in bundlers,
// depending on its version.

import { TwinlineError } from './errors.js';
import type { RawModule } from './module.js';
import createModule from './twinline.js';
import type { LoadOptions } from './types.js';
import { besideThisFile, compileFrom } from './wasm_source.js';

export async function loadModule(wasm: LoadOptions['wasm']): Promise<RawModule> {
  try {
    const compiled = await compile(wasm);
    return await new Promise<RawModule>((resolve, reject) => {
      createModule({
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled), reject);
          return {};
        },
      }).then(resolve, reject);
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinlineError('load_failed', 0, `The WebAssembly could not be loaded: ${reason}`, { cause });
  }
}

function compile(wasm: LoadOptions['wasm'] = besideThisFile()): Promise<WebAssembly.Module> {
  if (typeof wasm === 'string' || wasm instanceof URL) return compileFrom(wasm);
  // A view of shared memory, which the types allow too, is refused by the engine itself.
  return WebAssembly.compile(wasm as BufferSource);
}
