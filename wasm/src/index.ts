/// <reference lib="esnext.disposable" preserve="true" />
// twinline: WhatsApp coexistence webhooks merged into one true conversation history.

import { Border, type Input, makeDisposable } from './border.js';
import { TwinlineError } from './errors.js';
import { History } from './history.js';
import { loadModule } from './load.js';
import type { Description } from './module.js';
import type { Event, LoadOptions } from './types.js';

export type { Input } from './border.js';
export { TwinlineError } from './errors.js';
export type { Follow } from './follow.js';
export type { History } from './history.js';
export type * from './types.js';

/** The loaded core. One is enough for a page or a program; it makes any number of histories. */
export class Twinline {
  readonly #border: Border;
  declare readonly [Symbol.dispose]: () => void;

  private constructor(border: Border) {
    this.#border = border;
  }

  static async load(options: LoadOptions = {}): Promise<Twinline> {
    return new Twinline(new Border(await loadModule(options.wasm)));
  }

  /** Version of the core. */
  get version(): string {
    return this.#description().version;
  }

  /** What one body says, fact by fact; nothing is merged or left out. */
  decode(body: Input, { file = '', line = 0 }: { file?: string; line?: number } = {}): Event[] {
    this.#check();
    return this.#border.decode(body, file, line);
  }

  /** A new, empty history. */
  history(): History {
    this.#check();
    return new History(this.#border);
  }

  /** Stops what follows; its histories cannot be used any more. Harmless when repeated. */
  dispose(): void {
    this.#border.dispose();
  }

  #description(): Description {
    return JSON.parse(this.#border.module.describe()) as Description;
  }

  #check(): void {
    if (!this.#border.open) throw new TwinlineError('disposed', 0, 'This Twinline has been disposed of.');
  }
}

makeDisposable(Twinline);
