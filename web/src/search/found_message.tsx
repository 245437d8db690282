// One message that was found: whose conversation, when, and the part of its text around what was found.
import { IconArrowForwardUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import type { SearchRow } from 'twinline';
import { fullTime, isoTime, moment } from '../format';
import { threadName } from '../inbox/thread_name';
import classes from './search.module.css';

interface FoundMessageProps {
  number: string;
  row: SearchRow;
  chosen: boolean;
  now_ms: number;
}

export function FoundMessage({ number, row, chosen, now_ms }: FoundMessageProps) {
  const navigate = useNavigate();
  const target = { chat: row.thread, message: row.id };

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return; // a new tab or window
    event.preventDefault();
    void navigate({ to: '/numbers/$number', params: { number }, search: target });
  }

  return (
    <a
      className={classes.found}
      href={`/numbers/${encodeURIComponent(number)}?${new URLSearchParams(target)}`}
      onClick={open}
      aria-current={chosen ? 'true' : undefined}
      data-found={row.id}
    >
      <span className={classes.line}>
        <span className={classes.name} dir="auto">
          {threadName(row)}
        </span>
        <time className={classes.when} dateTime={isoTime(row.at)} title={fullTime(row.at)}>
          {moment(row.at, now_ms)}
        </time>
      </span>
      <span className={classes.text} dir="auto">
        {row.direction === 'out' && (
          <IconArrowForwardUp size={14} className={classes.own} aria-label="sent by you" />
        )}
        <Marked text={row.text} hits={row.hits} />
      </span>
    </a>
  );
}

function Marked({ text, hits }: Pick<SearchRow, 'text' | 'hits'>) {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [begin, end] of hits) {
    pieces.push(text.slice(at, begin), <mark key={begin}>{text.slice(begin, end)}</mark>);
    at = end;
  }
  pieces.push(text.slice(at));
  return <>{pieces}</>;
}
