/// <reference lib="esnext.disposable" preserve="true" />
// One history: facts go in, pages come out.

import { type Border, type Input, forgotten, makeDisposable } from './border.js';
import { TwinlineError } from './errors.js';
import { Follow } from './follow.js';
import type { RawHistory } from './module.js';
import { mediaStates, readFound, readMedia, readMessages, readStrings, readThreads } from './page.js';
import type {
  Applied, AppliedLines, Around, Fact, FollowOptions, Issue, MediaDue, MediaState, MessageRow, NumberSummary, Page,
  SearchPlace, SearchResult, ThreadRow,
} from './types.js';

const defaultLimit = 50;

/**
 * Facts are added in any order and as often as they come; the result is the same. Any number of pages may be read in
 * between. A history is a working set: right for what it was given.
 */
export class History {
  readonly #border: Border;
  readonly #raw: RawHistory;
  #open = true;
  declare readonly [Symbol.dispose]: () => void;

  /** @internal Use `Twinline.history()`. */
  constructor(border: Border) {
    this.#border = border;
    this.#raw = new border.module.History();
    forgotten.register(this, this.#raw, this);
  }

  /** One JSON text: a webhook body, a record, a stored delivery or an own send. */
  apply(text: Input): Applied {
    return this.#border.apply(this.#history(), text);
  }

  /** One such text a line. A line that cannot be read is told and costs nothing else. */
  applyLines(text: Input): AppliedLines {
    return this.#border.applyLines(this.#history(), text);
  }

  /** The whole state in its canonical form: equal bytes mean equal histories. */
  records(): Uint8Array<ArrayBuffer> {
    return this.#history().records() as Uint8Array<ArrayBuffer>;
  }

  /** `sha256:` and the hash of `records()`. */
  async digest(): Promise<string> {
    const records = this.records();
    if (!globalThis.crypto?.subtle) {
      throw new TwinlineError('no_crypto', 0, 'digest() needs crypto.subtle: serve the page by https.');
    }
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', records));
    return 'sha256:' + Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** Grows with every change: equal values mean that nothing changed in between. */
  get version(): number {
    return this.#history().version();
  }

  /** Every phone_number_id there is. */
  numbers(): string[] {
    const raw = this.#history();
    raw.numbers();
    return readStrings(raw);
  }

  /** What there is of a number, if anything. */
  summary(number: string): NumberSummary | undefined {
    return parseObject<NumberSummary>(this.#history().summary(number));
  }

  /**
   * Threads from the latest message to the oldest. With `olderThan` (Unix seconds), as of `messages` and `around`, as if
   * there were no messages from then on but those that were sent from here.
   */
  threads(
    number: string,
    { offset = 0, limit = defaultLimit, olderThan = 0 }: { offset?: number; limit?: number; olderThan?: number } = {},
  ): Page<ThreadRow> {
    const raw = this.#history();
    raw.threads(number, offset, limit, olderThan);
    return readThreads(raw);
  }

  /** The newest messages from old to new; `end` leaves out that many at the newest end. */
  messages(
    number: string,
    thread: string,
    { end = 0, limit = defaultLimit, olderThan = 0 }: { end?: number; limit?: number; olderThan?: number } = {},
  ): Page<MessageRow> {
    const raw = this.#history();
    raw.messages(number, thread, end, limit, olderThan);
    return readMessages(raw);
  }

  /** A page of the thread with this message (by any of its ids) in it; nothing if it is not known or has no place yet. */
  around(
    number: string,
    id: string,
    { before = defaultLimit / 2, after = defaultLimit / 2, olderThan = 0 }: {
      before?: number;
      after?: number;
      olderThan?: number;
    } = {},
  ): Around | undefined {
    const raw = this.#history();
    const thread = raw.around(number, id, before, after, olderThan);
    if (thread === '') return undefined;
    const [end, row] = raw.beside() as unknown as [number, number];
    return { thread, end, row, ...readMessages(raw) };
  }

  /**
   * Messages in which all words occur ("several words" in quotes count as one), whatever their case and accents, newest
   * first; and, on the first page, conversations with people who are called so. Give `next` to `before` to go on. With
   * `olderThan` nothing newer is found, not even what was sent from here.
   */
  search(
    number: string,
    text: string,
    { limit = defaultLimit, before, olderThan = 0 }: { limit?: number; before?: SearchPlace; olderThan?: number } = {},
  ): SearchResult {
    const raw = this.#history();
    let threads: ThreadRow[] = [];
    if (!before && text.trim() !== '') {
      raw.threadsNamed(number, text, limit, olderThan);
      threads = readThreads(raw).rows;
    }
    raw.search(number, text, limit, before?.at ?? olderThan, before?.id ?? '');
    const more = raw.total() > limit;
    const messages = readFound(raw);
    const last = messages[messages.length - 1];
    return more && last ? { threads, messages, next: { at: last.at, id: last.id } } : { threads, messages };
  }

  /**
   * Media whose id ends within `within` seconds or has ended, and placeholders without their medium. `states` chooses
   * which rows are given; the counts are of all.
   */
  mediaDue(
    number: string,
    now: number,
    { within = 7 * 86_400, states = mediaStates, offset = 0, limit = defaultLimit }: {
      within?: number;
      states?: readonly MediaState[];
      offset?: number;
      limit?: number;
    } = {},
  ): MediaDue {
    const raw = this.#history();
    const bits = states.reduce((sum, state) => sum | (1 << mediaStates.indexOf(state)), 0);
    raw.mediaDue(number, now, within, bits, offset, limit);
    const [due = 0, missing = 0, expired = 0, too_old = 0] = raw.beside();
    return { counts: { due, missing, expired, too_old }, ...readMedia(raw) };
  }

  /** What is missing or cannot be read, in words. `now`: the day whose rules apply, in Unix seconds. */
  issues(number: string, now: number = Date.now() / 1000): Issue[] {
    return JSON.parse(this.#history().issues(number, now)) as Issue[];
  }

  /** What one body, record or delivery says about a message (by any of its ids), and where in it. */
  facts(text: Input, number: string, id: string): Fact[] {
    return this.#border.facts(this.#history(), number, id, text);
  }

  /** The record of one message, by any of its ids. */
  messageRecord(number: string, id: string): Record<string, unknown> | undefined {
    return parseObject(this.#history().messageRecord(number, id));
  }

  /** Keeps this history equal to a shim's, until `stop()`. */
  follow(options: FollowOptions): Follow {
    return new Follow(this.#border, this, this.#history(), options);
  }

  /** Stops what follows and frees the memory. Harmless when repeated. */
  dispose(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const follow of this.#border.follows) if (follow.belongsTo(this)) follow.stop();
    forgotten.unregister(this);
    this.#raw.delete();
  }

  #history(): RawHistory {
    if (this.#open && this.#border.open) return this.#raw;
    throw new TwinlineError('disposed', 0, 'This history has been disposed of.');
  }
}

function parseObject<T = Record<string, unknown>>(json: string): T | undefined {
  return json === '' ? undefined : (JSON.parse(json) as T);
}

makeDisposable(History);
