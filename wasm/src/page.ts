// Columns -> rows. The only file that sees a column: each is read at once, none is kept.
//
// Rows are written out member by member, because an object whose members are computed costs ten times as much. The
// tables say the same as data; test/border.test.mjs holds the rows to the tables and the tables to the core.

import type { RawColumns } from './module.js';
import type {
  Direction, MediaRow, MediaState, MessageRow, MetaError, Origin, Page, Reaction, SearchRow, Status, ThreadRow,
} from './types.js';

/** The names behind the numbers and the order of strings, as the core has them (core/history/page.h). */
export const directions: readonly Direction[] = ['in', 'out'];
export const statuses: readonly Status[] = ['none', 'pending', 'sent', 'delivered', 'read', 'played'];
export const flags = ['edited', 'revoked', 'failed', 'mediaMissing', 'undecodable', 'group'] as const;
export const threadStrings = ['thread', 'name', 'type', 'text', 'peer'] as const;
export const messageStrings = [
  'id', 'type', 'text', 'peer', 'name', 'replyTo', 'media', 'content', 'reactions', 'errors', 'origin',
] as const;

export const searchStrings = ['thread', 'name', 'id', 'type', 'text', 'hits', 'peer'] as const;
export const mediaStrings = ['thread', 'name', 'id', 'type', 'media', 'state'] as const;
/** In the order of their bits. */
export const mediaStates: readonly MediaState[] = ['due', 'missing', 'expired', 'too_old'];

export function readThreads(page: RawColumns): Page<ThreadRow> {
  const columns = new Columns(page);
  const rows: ThreadRow[] = [];
  for (let row = 0; row < columns.rows; ++row) {
    const own = {
      thread: columns.string(),
      name: columns.string(),
      type: columns.string(),
      text: columns.string(),
      peer: columns.string(),
      count: columns.count[row]!,
    };
    rows.push(withState(own, columns, row));
  }
  return { total: page.total(), offset: page.offset(), leftOut: page.leftOut(), rows };
}

export function readMessages(page: RawColumns): Page<MessageRow> {
  const columns = new Columns(page);
  const rows: MessageRow[] = [];
  for (let row = 0; row < columns.rows; ++row) {
    const own = {
      id: columns.string(),
      type: columns.string(),
      text: columns.string(),
      peer: columns.string(),
      name: columns.string(),
      replyTo: columns.string(),
      media: parse<MessageRow['media']>(columns.string(), undefined),
      content: parse<unknown>(columns.string(), undefined),
      reactions: parse<Reaction[]>(columns.string(), []),
      errors: parse<MetaError[]>(columns.string(), []),
      origin: columns.string() as Origin,
    };
    rows.push(withState(own, columns, row));
  }
  return { total: page.total(), offset: page.offset(), leftOut: page.leftOut(), rows };
}

export function readFound(page: RawColumns): SearchRow[] {
  const columns = new Columns(page);
  const rows: SearchRow[] = [];
  for (let row = 0; row < columns.rows; ++row) {
    const own = {
      thread: columns.string(),
      name: columns.string(),
      id: columns.string(),
      type: columns.string(),
      text: columns.string(),
      hits: parse<SearchRow['hits']>(columns.string(), []),
      peer: columns.string(),
    };
    rows.push(withState(own, columns, row));
  }
  return rows;
}

export function readMedia(page: RawColumns): Page<MediaRow> {
  const columns = new Columns(page);
  const expiresAt = page.expiresAt();
  const rows: MediaRow[] = [];
  for (let row = 0; row < columns.rows; ++row) {
    const own = {
      thread: columns.string(),
      name: columns.string(),
      id: columns.string(),
      type: columns.string(),
      media: parse<MediaRow['media']>(columns.string(), undefined),
      state: columns.string() as MediaState,
      expiresAt: expiresAt[row]!,
    };
    rows.push(withState(own, columns, row));
  }
  return { total: page.total(), offset: page.offset(), leftOut: 0, rows };
}

export function readStrings(page: RawColumns): string[] {
  const columns = new Columns(page);
  return Array.from(columns.ends, () => columns.string());
}

type State = Pick<ThreadRow, 'at' | 'direction' | 'status' | (typeof flags)[number]>;

/** Adds what rows of every kind end with. Named member by member to the row itself: V8 makes no second object. */
function withState<Own extends object>(own: Own, columns: Columns, row: number): Own & State {
  const whole = own as Own & State;
  const bits = columns.flags[row]!;
  whole.at = columns.at[row]!;
  whole.direction = directions[columns.direction[row]!]!;
  whole.status = statuses[columns.status[row]!]!;
  whole.edited = (bits & 1) !== 0;
  whole.revoked = (bits & 2) !== 0;
  whole.failed = (bits & 4) !== 0;
  whole.mediaMissing = (bits & 8) !== 0;
  whole.undecodable = (bits & 16) !== 0;
  whole.group = (bits & 32) !== 0;
  return whole;
}

function parse<T>(json: string, absent: T): T {
  return json === '' ? absent : (JSON.parse(json) as T);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The columns of one page, to be read before the next call; `string()` gives its strings one after the other. */
class Columns {
  readonly at: Float64Array;
  readonly count: Uint32Array;
  readonly direction: Uint8Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
  readonly ends: Uint32Array;
  readonly rows: number;
  readonly #text: string;
  #next = 0;
  #begin = 0;

  constructor(page: RawColumns) {
    this.at = page.at();
    this.count = page.count();
    this.direction = page.direction();
    this.status = page.status();
    this.flags = page.flags();
    this.ends = page.textEnd();
    this.rows = this.at.length;
    // Decoded in one go: the ends count UTF-16 units.
    this.#text = decoder.decode(page.text());
  }

  string(): string {
    const begin = this.#begin;
    this.#begin = this.ends[this.#next++]!;
    return this.#text.slice(begin, this.#begin);
  }
}
