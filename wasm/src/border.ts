// Input on its way into WebAssembly memory, and what the core said about it.
//
// One buffer is used for everything that enters; it grows and is kept. A JavaScript string is encoded straight into it.

import { TwinlineError } from './errors.js';
import type { Owned, RawBorder, RawHistory, RawModule } from './module.js';
import type { Applied, AppliedLines, Event, Fact, LineError } from './types.js';

export type Input = string | ArrayBuffer | ArrayBufferView;

// Lines enter in pieces of about this size: a file of any length needs no more memory, and the buffer stays in cache.
const pieceSize = 1 << 20;
const lineFeed = 10;
// A buffer that one large input needed is not kept for the small ones that follow.
const keptSize = 4 << 20;
// Above it, a string is encoded before it enters: room for the worst case would be thrice its length.
const longString = 1 << 16;

/** Frees C++ memory of objects that were forgotten. `dispose()` is the rule, this the net. */
export const forgotten = new FinalizationRegistry<Owned>((owned) => owned.delete());

/** `using history = …` where the host knows it. */
export function makeDisposable(type: { prototype: { dispose(): void } }): void {
  if (Symbol.dispose) Object.defineProperty(type.prototype, Symbol.dispose, { value: type.prototype.dispose });
}

export class Border {
  /** What runs and must be stopped before the memory goes. */
  readonly follows = new Set<{ stop(): void; belongsTo(owner: object): boolean }>();
  readonly #raw: RawBorder;
  readonly #outcome: number;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #address = 0;
  #capacity = 0;
  #open = true;

  constructor(readonly module: RawModule) {
    this.#raw = new module.Border();
    this.#outcome = this.#raw.outcome() / 4;
    forgotten.register(this, this.#raw, this);
  }

  get open(): boolean {
    return this.#open;
  }

  dispose(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const follow of this.follows) follow.stop();
    forgotten.unregister(this);
    this.#raw.delete();
  }

  decode(input: Input, file: string, line: number): Event[] {
    if (!this.#raw.decode(this.#bring(input), file, line)) throw this.#error();
    return this.#output() as Event[];
  }

  facts(history: RawHistory, number: string, id: string, input: Input): Fact[] {
    if (!this.#raw.facts(history, number, id, this.#bring(input))) throw this.#error();
    return this.#output() as Fact[];
  }

  apply(history: RawHistory, input: Input): Applied {
    if (!this.#raw.apply(history, this.#bring(input))) throw this.#error();
    const memory = this.module.HEAPU32;
    return { facts: memory[this.#outcome]!, changed: memory[this.#outcome + 1]! };
  }

  applyLines(history: RawHistory, input: Input): AppliedLines {
    const sum = { facts: 0, changed: 0, errors: [] as LineError[] };
    let before = 0;
    for (const piece of pieces(input)) {
      const clean = this.#raw.applyLines(history, this.#bring(piece));
      if (!clean) for (const error of this.#raw.lineErrors()) sum.errors.push({ ...error, line: before + error.line });
      const memory = this.module.HEAPU32;
      sum.facts += memory[this.#outcome]!;
      sum.changed += memory[this.#outcome + 1]!;
      before += memory[this.#outcome + 3]!;
    }
    return sum;
  }

  #output(): unknown[] {
    const lines = this.#decoder.decode(this.#raw.output()).split('\n');
    lines.pop();
    return lines.map((text) => JSON.parse(text) as unknown);
  }

  /** Puts the input where the core reads it; gives its length in bytes. */
  #bring(input: Input): number {
    if (typeof input === 'string' && input.length <= longString) {
      // A UTF-16 unit becomes at most three bytes.
      this.#room(input.length * 3);
      return this.#encoder.encodeInto(input, this.module.HEAPU8.subarray(this.#address, this.#address + this.#capacity))
        .written;
    }
    const bytes = typeof input === 'string' ? this.#encoder.encode(input) : bytesOf(input);
    this.#room(bytes.length);
    this.module.HEAPU8.set(bytes, this.#address);
    return bytes.length;
  }

  #room(bytes: number): void {
    if (bytes <= this.#capacity && (this.#capacity <= keptSize || bytes > keptSize)) return;
    const capacity = Math.max(bytes, Math.min(2 * this.#capacity, keptSize));
    this.#address = this.#raw.room(capacity);
    this.#capacity = this.#address ? capacity : 0;
    if (!this.#address) throw new TwinlineError('out_of_memory', 0, `No memory for ${bytes} bytes of input.`);
  }

  #error(): TwinlineError {
    return new TwinlineError(
      this.#raw.errorCode(),
      this.module.HEAPU32[this.#outcome + 2]!,
      this.#raw.errorMessage(),
    );
  }
}

function bytesOf(input: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  return new Uint8Array(input);
}

/** Cuts behind line feeds only. A line longer than a piece stays whole. */
function* pieces(input: Input): Generator<Input> {
  const whole = typeof input === 'string' ? input : bytesOf(input);
  for (let begin = 0; begin < whole.length; ) {
    const end = cut(whole, begin);
    yield typeof whole === 'string' ? whole.slice(begin, end) : whole.subarray(begin, end);
    begin = end;
  }
}

function cut(whole: string | Uint8Array, begin: number): number {
  if (whole.length - begin <= pieceSize) return whole.length;
  const find = (from: number, back: boolean): number =>
    typeof whole === 'string'
      ? back ? whole.lastIndexOf('\n', from) : whole.indexOf('\n', from)
      : back ? whole.lastIndexOf(lineFeed, from) : whole.indexOf(lineFeed, from);
  const last = find(begin + pieceSize - 1, true);
  if (last >= begin) return last + 1;
  const next = find(begin + pieceSize, false);
  return next < 0 ? whole.length : next + 1;
}
