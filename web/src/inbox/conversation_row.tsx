// One conversation in the list.
import { IconArrowForwardUp, IconMessage2 } from '@tabler/icons-react';
import type { ThreadRow } from 'twinline';
import { Preview } from '../conversation/preview';
import { Ticks } from '../conversation/ticks';
import { amount } from '../format';
import { Face } from '../shell/face';
import { ChatLink, NameAndTime } from './chat_link';
import classes from './inbox.module.css';

interface ConversationRowProps {
  number: string;
  row: ThreadRow;
  chosen: boolean;
  reachable: boolean; // by the Tab key; the arrow keys lead to the others
  now_ms: number;
}

export function ConversationRow({ number, row, chosen, reachable, now_ms }: ConversationRowProps) {
  return (
    <ChatLink
      number={number}
      to={{ chat: row.thread }}
      className={classes.row}
      aria-current={chosen ? 'page' : undefined}
      tabIndex={reachable ? 0 : -1}
      data-thread={row.thread}
      data-count={row.count}
    >
      <Face name={row.name} group={row.group} />
      <span className={classes.lines}>
        <NameAndTime row={row} now_ms={now_ms} classes={classes} />
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
    </ChatLink>
  );
}

// That the latest message is our own, and how far it has come if that is known.
function Sent({ row }: { row: ThreadRow }) {
  if (row.direction !== 'out') return null;
  if (row.status !== 'none' || row.failed) return <Ticks status={row.status} failed={row.failed} />;
  return <IconArrowForwardUp size={14} className={classes.own} aria-label="sent by you" />;
}
