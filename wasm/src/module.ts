// The WebAssembly module as bindings.cpp declares it. Nothing outside this package sees it.
//
// Memory views (`HEAPU8`, columns, `output()`) die with the next call that may allocate: they are taken from the module
// anew each time and read at once.

/** Owns C++ memory until `delete()`. */
export interface Owned {
  delete(): void;
}

export interface RawBorder extends Owned {
  /** Address of the input buffer, at least that large and with 64 readable bytes behind; 0: no memory. */
  room(bytes: number): number;
  /** Address of four uint32: facts, changed, byte, lines. Never moves. */
  outcome(): number;
  decode(size: number, file: string, line: number): boolean;
  facts(history: RawHistory, number: string, id: string, size: number): boolean;
  output(): Uint8Array;
  apply(history: RawHistory, size: number): boolean;
  applyLines(history: RawHistory, size: number): boolean;
  lineErrors(): { line: number; byte: number; code: string; message: string }[];
  errorCode(): string;
  errorMessage(): string;
}

export interface RawColumns {
  total(): number;
  offset(): number;
  leftOut(): number;
  /** What the last answer has beside its page. */
  beside(): Uint32Array;
  at(): Float64Array;
  expiresAt(): Float64Array;
  count(): Uint32Array;
  direction(): Uint8Array;
  status(): Uint8Array;
  flags(): Uint8Array;
  text(): Uint8Array;
  textEnd(): Uint32Array;
}

export interface RawHistory extends Owned, RawColumns {
  numbers(): void;
  threads(number: string, offset: number, limit: number, olderThan: number): void;
  messages(number: string, thread: string, end: number, limit: number, olderThan: number): void;
  threadsNamed(number: string, named: string, limit: number, olderThan: number): void;
  /** Gives the thread, empty if the message has no place; `beside()`: the page's `end`, the message's row in it. */
  around(number: string, id: string, before: number, after: number, olderThan: number): string;
  search(number: string, text: string, limit: number, beforeAt: number, beforeId: string): void;
  /** `beside()`: how many there are of each state. */
  mediaDue(number: string, now: number, within: number, states: number, offset: number, limit: number): void;
  issues(number: string, now: number): string;
  summary(number: string): string;
  messageRecord(number: string, id: string): string;
  /** A copy: it stays valid. */
  records(): Uint8Array;
  version(): number;
}

export interface RawFollow extends Owned {
  start(): void;
  stop(): void;
  state(): number;
  version(): string;
}

export interface RawModule {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  describe(): string;
  Border: new () => RawBorder;
  History: new () => RawHistory;
  Follow: new (
    history: RawHistory,
    base: string,
    number: string,
    token: string,
    since: string,
    /** Called after every step; must not stop the follow. */
    stepped: () => void,
  ) => RawFollow;
}

/** What `describe()` tells: the names behind the numbers that cross the border. */
export interface Description {
  version: string;
  directions: string[];
  statuses: string[];
  flags: string[];
  threadStrings: string[];
  messageStrings: string[];
  searchStrings: string[];
  mediaStrings: string[];
  mediaStates: string[];
  followStates: string[];
}
