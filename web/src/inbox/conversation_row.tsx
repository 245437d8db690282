// One conversation in the list. Plain elements: a fast scroll makes hundreds of rows a second.
import { IconArrowForwardUp, IconMessage2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { ThreadRow } from 'twinline';
import { Preview } from '../conversation/preview';
import { Ticks } from '../conversation/ticks';
import { amount, fullTime, isoTime, moment } from '../format';
import { Face } from '../shell/face';
import classes from './inbox.module.css';
import { threadName } from './thread_name';

interface ConversationRowProps {
  number: string;
  row: ThreadRow;
  chosen: boolean;
  reachable: boolean; // by the Tab key; the arrow keys lead to the others
  now_ms: number;
}

export function ConversationRow({ number, row, chosen, reachable, now_ms }: ConversationRowProps) {
  const navigate = useNavigate();

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return; // a new tab or window
    event.preventDefault();
    void navigate({ to: '/numbers/$number', params: { number }, search: { chat: row.thread } });
  }

  return (
    <a
      className={classes.row}
      href={`/numbers/${encodeURIComponent(number)}?${new URLSearchParams({ chat: row.thread })}`}
      onClick={open}
      aria-current={chosen ? 'page' : undefined}
      tabIndex={reachable ? 0 : -1}
      data-thread={row.thread}
      data-count={row.count}
    >
      <Face name={row.name} group={row.group} />
      <span className={classes.lines}>
        <span className={classes.line}>
          <span className={classes.name} dir="auto">
            {threadName(row)}
          </span>
          <time className={classes.when} dateTime={isoTime(row.at)} title={fullTime(row.at)}>
            {moment(row.at, now_ms)}
          </time>
        </span>
        <span className={classes.line}>
          <span className={classes.preview}>
            <Sent row={row} />
            <Preview message={row} />
          </span>
          <span className={classes.count} aria-label={`${amount(row.count)} messages`}>
            <IconMessage2 size={12} aria-hidden /> {amount(row.count)}
          </span>
        </span>
      </span>
    </a>
  );
}

// That the latest message is our own, and how far it has come if that is known.
function Sent({ row }: { row: ThreadRow }) {
  if (row.direction !== 'out') return null;
  if (row.status !== 'none' || row.failed) return <Ticks status={row.status} failed={row.failed} />;
  return <IconArrowForwardUp size={14} className={classes.own} aria-label="sent by you" />;
}
