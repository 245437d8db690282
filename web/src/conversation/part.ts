// Which part of a conversation is read from the history: its end, or around a message that somebody jumped to. It grows
// towards both sides as one scrolls. A message that has not arrived yet is waited for.
import { useMemo, useState } from 'react';
import type { MessageRow } from 'twinline';
import { useAround, useMessages } from '../live/hooks';

const page_rows = 80;

export interface Part {
  rows: MessageRow[];
  total: number; // messages in the conversation
  older: number; // messages before these rows
  newer: number; // and after them
  opened: { id: string; row: number } | undefined; // what it was opened at, and where that is now
  showOlder: () => void;
  showNewer: () => void;
  showNewest: () => void;
}

export function usePart(number: string, thread: string, target: string | undefined): Part {
  const [{ before, after }, setReach] = useState({ before: page_rows, after: page_rows });
  const [limit, setLimit] = useState(page_rows);
  const [atTarget, setAtTarget] = useState(target !== undefined);
  const around = useAround(number, atTarget ? target : undefined, before, after);
  const newest = useMessages(number, thread, 0, limit);
  const { rows, total, offset } = around ?? newest;
  const id = around?.rows[around.row]?.id;
  const opened = useMemo(() => (around && id !== undefined ? { id, row: around.row } : undefined), [id, around?.row]);
  const moves = useMemo(
    () => ({
      showOlder: () => {
        setReach((reach) => ({ ...reach, before: rows.length + page_rows }));
        setLimit(rows.length + page_rows);
      },
      showNewer: () => setReach((reach) => ({ ...reach, after: rows.length + page_rows })),
      showNewest: () => {
        if (!around?.end) return;
        setAtTarget(false);
        setLimit(page_rows);
      },
    }),
    [rows.length, around?.end],
  );
  return { rows, total, older: offset, newer: around?.end ?? 0, opened, ...moves };
}
