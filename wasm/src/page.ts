// Columns -> rows. The only file that sees a column: each is read at once, none is kept.

import type { RawColumns } from './module.js';
import type { Direction, MessageRow, MetaError, Origin, Page, Reaction, Status, ThreadRow } from './types.js';

/** The names behind the numbers and the order of strings, as the core has them (core/history/page.h). */
export const directions: readonly Direction[] = ['in', 'out'];
export const statuses: readonly Status[] = ['none', 'pending', 'sent', 'delivered', 'read', 'played'];
export const flags = ['edited', 'revoked', 'failed', 'mediaMissing', 'undecodable', 'group'] as const;
export const threadStrings = ['thread', 'name', 'type', 'text', 'peer'] as const;
export const messageStrings = [
  'id', 'type', 'text', 'peer', 'name', 'replyTo', 'media', 'content', 'reactions', 'errors', 'origin',
] as const;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function readThreads(page: RawColumns): Page<ThreadRow> {
  return read(page, threadStrings, (strings, count, numbers) => ({ ...strings, count, ...numbers }));
}

export function readMessages(page: RawColumns): Page<MessageRow> {
  return read(page, messageStrings, ({ media, content, reactions, errors, origin, ...strings }, _, numbers) => ({
    ...strings,
    media: parse<MessageRow['media']>(media, undefined),
    content: parse<unknown>(content, undefined),
    reactions: parse<Reaction[]>(reactions, []),
    errors: parse<MetaError[]>(errors, []),
    origin: origin as Origin,
    ...numbers,
  }));
}

export function readStrings(page: RawColumns): string[] {
  return slices(page);
}

function parse<T>(json: string, absent: T): T {
  return json === '' ? absent : (JSON.parse(json) as T);
}

function read<const Names extends readonly string[], Row>(
  page: RawColumns,
  names: Names,
  makeRow: (strings: Record<Names[number], string>, count: number, numbers: Numbers) => Row,
): Page<Row> {
  const text = slices(page);
  const at = page.at();
  const count = page.count();
  const direction = page.direction();
  const status = page.status();
  const bits = page.flags();
  const rows = Array.from(at, (time, index) => {
    const strings = {} as Record<string, string>;
    names.forEach((name, column) => (strings[name] = text[index * names.length + column]!));
    return makeRow(strings, count[index]!, {
      at: time,
      direction: directions[direction[index]!]!,
      status: statuses[status[index]!]!,
      ...flagsOf(bits[index]!),
    });
  });
  return { total: page.total(), offset: page.offset(), rows };
}

type Flags = Record<(typeof flags)[number], boolean>;
type Numbers = Flags & { at: number; direction: Direction; status: Status };

function flagsOf(bits: number): Flags {
  const set = {} as Flags;
  flags.forEach((name, bit) => (set[name] = (bits & (1 << bit)) !== 0));
  return set;
}

/** All strings of the page: decoded in one go, cut by UTF-16 offset. */
function slices(page: RawColumns): string[] {
  const text = decoder.decode(page.text());
  let begin = 0;
  return Array.from(page.textEnd(), (end) => {
    const slice = text.slice(begin, end);
    begin = end;
    return slice;
  });
}
