// A link to a conversation, or to a message in it. A plain element: a fast scroll makes hundreds of them a second.
import { useNavigate } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import type { ThreadRow } from 'twinline';
import { fullTime, isoTime, moment } from '../format';
import { threadName } from './thread_name';

interface ChatLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> {
  number: string;
  to: { chat: string; message?: string };
}

export function ChatLink({ number, to, ...rest }: ChatLinkProps) {
  const navigate = useNavigate();

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return; // a new tab or window
    event.preventDefault();
    void navigate({ to: '/numbers/$number', params: { number }, search: to });
  }

  return <a href={`/numbers/${encodeURIComponent(number)}?${new URLSearchParams({ ...to })}`} onClick={open} {...rest} />;
}

interface NameAndTimeProps {
  row: Parameters<typeof threadName>[0] & Pick<ThreadRow, 'at'>;
  now_ms: number;
  classes: Record<string, string>; // line, name, when
}

export function NameAndTime({ row, now_ms, classes }: NameAndTimeProps) {
  return (
    <span className={classes.line}>
      <span className={classes.name} dir="auto">
        {threadName(row)}
      </span>
      <time className={classes.when} dateTime={isoTime(row.at)} title={fullTime(row.at)}>
        {moment(row.at, now_ms)}
      </time>
    </span>
  );
}
