import { Text } from '@mantine/core';
import { IconArrowForwardUp, IconMessage2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ThreadRow } from 'twinline';
import { Preview } from '../conversation/preview';
import { Ticks } from '../conversation/ticks';
import { amount, fullTime, isoTime, moment } from '../format';
import { Face } from '../shell/face';
import { threadName } from './thread_name';
import classes from './inbox.module.css';

interface ConversationRowProps {
  number: string;
  row: ThreadRow;
  chosen: boolean;
  reachable: boolean; // by the Tab key; the arrow keys lead to the others
  now_ms: number;
}

export function ConversationRow({ number, row, chosen, reachable, now_ms }: ConversationRowProps) {
  const name = threadName(row);
  return (
    <Link
      className={classes.row}
      to="/numbers/$number"
      params={{ number }}
      search={{ chat: row.thread }}
      data-chosen={chosen || undefined}
      tabIndex={reachable ? 0 : -1}
      data-thread={row.thread}
      data-count={row.count}
    >
      <Face name={row.name} group={row.group} size={38} />
      <span className={classes.lines}>
        <span className={classes.line}>
          <Text component="span" fw={600} size="md" truncate className="numeric">
            {name}
          </Text>
          <Text
            component="time"
            size="xs"
            c="var(--faint)"
            className={classes.when}
            dateTime={isoTime(row.at)}
            title={fullTime(row.at)}
          >
            {moment(row.at, now_ms)}
          </Text>
        </span>
        <span className={classes.line}>
          <Text component="span" size="sm" c="var(--faint)" className={classes.preview}>
            {row.direction === 'out' && (row.status === 'none' && !row.failed ? (
              <IconArrowForwardUp size={14} className={classes.own} aria-label="sent by you" />
            ) : (
              <Ticks status={row.status} failed={row.failed} />
            ))}
            <Preview message={row} />
          </Text>
          <Text component="span" size="xs" c="var(--faint)" className={classes.number} aria-label={`${amount(row.count)} messages`}>
            <IconMessage2 size={12} aria-hidden /> {amount(row.count)}
          </Text>
        </span>
      </span>
    </Link>
  );
}
