import type { ThreadRow } from 'twinline';
import { phone } from '../format';

// A name if one is known, else the number or id that the conversation hangs on.
export function threadName(row: Pick<ThreadRow, 'name' | 'peer' | 'thread' | 'group'>): string {
  if (row.name) return row.name;
  return row.group ? 'Group' : phone(row.peer || row.thread);
}
