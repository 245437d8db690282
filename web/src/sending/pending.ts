// What was sent to somebody and is not yet a message of the history.
//
// A send and its message are one thing: the message carries the wamid that the send was accepted with, or the send's id where
// Meta has not answered yet. As soon as the history has it, the send is no longer shown.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MessageRow } from 'twinline';
import { useFollowState, useLive } from '../live/hooks';
import { useConnected } from './connected';
import { sendsToQuery } from './sending_api';
import type { Send } from './types';

const ended_shown_s = 3_600;
const newest_rows = 40; // a message that has just become one is among the newest

export function usePendingSends(number: string, to: string, rows: MessageRow[]): Send[] {
  const { history } = useLive();
  const live = useFollowState(number) === 'live';
  const connected = useConnected(number);
  const sends = useQuery({ ...sendsToQuery(number, to), enabled: connected }).data;
  return useMemo(() => {
    if (!sends?.length) return [];
    const own = rows.slice(-newest_rows).filter((row) => row.direction === 'out');
    const known = new Set(own.map((row) => history.messageRecord(number, row.id)?.opaque));
    const newest_s = rows.at(-1)?.at ?? 0;
    const pending = sends.filter((send) => {
      if (known.has(send.id) || (send.wamid && history.messageRecord(number, send.wamid))) return false;
      if (send.state === 'accepted') return live && isRecent(send);
      if (send.why === 'cancelled') return false;
      if (send.state === 'failed' || send.state === 'dropped') return (send.submitted_s ?? 0) >= newest_s || isRecent(send);
      return true;
    });
    return pending.reverse();
  }, [sends, rows, history, number, live]);
}

function isRecent(send: Send): boolean {
  return (send.ended_s ?? 0) > Date.now() / 1000 - ended_shown_s;
}
