// How far a send is: a word and a colour for its state, and when it is expected to go.
import { Badge } from '@mantine/core';
import { fullTime, isoTime, moment, span, words } from '../format';
import { useNow } from '../live/hooks';
import type { Send } from './types';

const colors: Record<string, string> = {
  waiting: 'gray', in_flight: 'blue', accepted: 'line', failed: 'red', dropped: 'gray', in_doubt: 'yellow',
};

export function SendBadge({ send }: { send: Pick<Send, 'state' | 'status'> }) {
  const failed = send.status === 'failed';
  return (
    <Badge
      color={failed ? 'red' : (colors[send.state] ?? 'gray')}
      variant="light"
      tt="none"
      data-send-state={send.state}
      style={{ flex: 'none' }}
    >
      {words(send.state === 'accepted' ? (send.status ?? send.state) : send.state)}
    </Badge>
  );
}

const soon_s = 600;

// When something is expected: counted down when it is near, else the time of day.
export function Expected({ at }: { at: number | undefined }) {
  const now_ms = useNow(1_000);
  if (!at) return null;
  const left_s = at - now_ms / 1000;
  return (
    <time dateTime={isoTime(at)} title={fullTime(at)} className="numeric">
      {left_s <= 1 ? 'any moment' : left_s < soon_s ? `in ${span(Math.ceil(left_s))}` : moment(at, now_ms)}
    </time>
  );
}

export function whyOf(send: Send): string {
  return send.why_text ?? (send.why ? words(send.why) : '');
}

export function problemOf(send: Send): string {
  const { error } = send;
  if (!error) return whyOf(send);
  const title = error.title ?? error.meaning ?? error.details ?? (error.code === undefined ? '' : `Error ${error.code}`);
  return [title, error.action].filter(Boolean).join(' – ');
}
