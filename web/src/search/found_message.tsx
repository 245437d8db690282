// One message that was found: whose conversation, when, and the part of its text around what was found.
import { IconArrowForwardUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SearchRow } from 'twinline';
import { ChatLink, NameAndTime } from '../inbox/chat_link';
import classes from './search.module.css';

interface FoundMessageProps {
  number: string;
  row: SearchRow;
  chosen: boolean;
  now_ms: number;
}

export function FoundMessage({ number, row, chosen, now_ms }: FoundMessageProps) {
  return (
    <ChatLink
      number={number}
      to={{ chat: row.thread, message: row.id }}
      className={classes.found}
      aria-current={chosen ? 'true' : undefined}
      data-found={row.id}
    >
      <NameAndTime row={row} now_ms={now_ms} classes={classes} />
      <span className={classes.text} dir="auto">
        {row.direction === 'out' && (
          <IconArrowForwardUp size={14} className={classes.own} aria-label="sent by you" />
        )}
        <Marked text={row.text} hits={row.hits} />
      </span>
    </ChatLink>
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
