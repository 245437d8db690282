// Which part of a conversation is read from the history: its end, or around a message that somebody jumped to. It grows
// towards both sides as one scrolls.
import { useMemo, useState } from 'react';
import type { MessageRow } from 'twinline';
import { useLive, useMessages, useOlderThan } from '../live/hooks';

const page_rows = 80;

export interface Part {
  rows: MessageRow[];
  total: number; // messages in the conversation
  older: number; // messages before these rows
  newer: number; // and after them
  opened: { id: string; row: number } | undefined; // where it began
  showOlder: () => void;
  showNewer: () => void;
  showNewest: () => void;
}

export function usePart(number: string, thread: string, target: string | undefined): Part {
  const { history } = useLive();
  const olderThan = useOlderThan();
  const [opened] = useState(() =>
    target ? history.around(number, target, { before: page_rows, after: page_rows, olderThan }) : undefined,
  );
  const [{ end, limit }, setPart] = useState({ end: opened?.end ?? 0, limit: opened?.rows.length ?? page_rows });
  const page = useMessages(number, thread, end, limit);
  const { rows, total, offset } = page;
  const id = opened?.rows[opened.row]?.id;
  const moves = useMemo(
    () => ({
      showOlder: () => setPart((part) => ({ ...part, limit: rows.length + page_rows })),
      showNewer: () =>
        setPart((part) => {
          const more = Math.min(part.end, page_rows);
          return { end: part.end - more, limit: part.limit + more };
        }),
      showNewest: () => setPart((part) => (part.end > 0 ? { end: 0, limit: page_rows } : part)),
    }),
    [rows.length],
  );
  return { rows, total, older: offset, newer: end, opened: opened && id !== undefined ? { id, row: opened.row } : undefined, ...moves };
}
