// An open conversation: the newest messages first in sight, older ones as one scrolls up.
//
// The list is anchored at its end: what arrives above (older pages, history that is still coming in) moves nothing in
// sight, and what arrives below is followed only by somebody who is at the end already.
import { ActionIcon, Indicator, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconMessageOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageRow } from 'twinline';
import { dayName, dayOf, phone, plural } from '../format';
import { useFollowState, useMessages, useNow } from '../live/hooks';
import { Face } from '../shell/face';
import { IconLink } from '../shell/links';
import { Notice } from '../shell/notice';
import { Bubble } from './bubble';
import classes from './conversation.module.css';

const page_rows = 80;

interface ConversationProps {
  number: string;
  thread: string;
  narrow: boolean | undefined;
}

export function Conversation({ number, thread, narrow }: ConversationProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [limit, setLimit] = useState(page_rows);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState<string>();
  const now_ms = useNow();
  const state = useFollowState(number);
  const page = useMessages(number, thread, limit);
  const { rows, total } = page;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 56,
    getItemKey: (index) => rows[index]?.id ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
    overscan: 10,
    paddingStart: 12,
    paddingEnd: 12,
    onChange: (instance) => setAtEnd(instance.isAtEnd()),
  });

  const filled = rows.length > 0;
  useLayoutEffect(() => {
    if (filled) virtual.scrollToEnd();
  }, [virtual, filled]);

  const items = virtual.getVirtualItems();
  const top = items[0]?.index ?? 0;
  const missing = total - rows.length;
  useEffect(() => {
    if (filled && missing > 0 && top < 20) setLimit(rows.length + page_rows);
  }, [filled, missing, top, rows.length]);

  const newest = rows[rows.length - 1]?.id;
  useEffect(() => {
    if (atEnd) setSeen(newest);
  }, [atEnd, newest]);

  if (!filled) return <EmptyConversation state={state} />;
  const known = rows.findLastIndex((row) => row.id === seen);
  const unseen = known < 0 ? 0 : rows.length - 1 - known;
  return (
    <div className={classes.conversation}>
      <Heading number={number} rows={rows} thread={thread} total={total} narrow={narrow} />
      <div className={classes.area}>
        <div
          ref={scroll}
          className={classes.scroll}
          role="log"
          aria-live="off"
          aria-label="Messages"
          tabIndex={0}
          onKeyDown={(event) => {
            if (event.key !== 'End') return;
            event.preventDefault();
            virtual.scrollToEnd();
          }}
        >
          <div className={classes.rows} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              const before = rows[item.index - 1];
              const newDay = !before || dayOf(before.at) !== dayOf(row.at);
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={classes.slot}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {newDay && <Day at={row.at} now_ms={now_ms} />}
                  <Bubble number={number} message={row} continues={!newDay && sameSender(before, row)} />
                </div>
              );
            })}
          </div>
        </div>
        {!atEnd && (
          <div className={classes.newest}>
            <Indicator disabled={!unseen} label={unseen > 99 ? '99+' : unseen} size={18}>
              <Tooltip label="Newest messages" withArrow position="left">
                <ActionIcon
                  size={38}
                  radius="xl"
                  variant="default"
                  aria-label={unseen ? `Jump to ${plural(unseen, 'new message', 'new messages')}` : 'Jump to the newest message'}
                  onClick={() => virtual.scrollToEnd()}
                >
                  <IconArrowDown size={18} />
                </ActionIcon>
              </Tooltip>
            </Indicator>
          </div>
        )}
      </div>
      <Announcer rows={rows} state={state} />
    </div>
  );
}

function sameSender(before: MessageRow | undefined, row: MessageRow): boolean {
  return !!before && before.direction === row.direction && before.peer === row.peer;
}

interface HeadingProps {
  number: string;
  rows: MessageRow[];
  thread: string;
  total: number;
  narrow: boolean | undefined;
}

function Heading({ number, rows, thread, total, narrow }: HeadingProps) {
  const known = rows.findLast((row) => row.name && !row.group);
  const name = known?.name;
  const group = rows[rows.length - 1]?.group;
  return (
    <header className={classes.heading}>
      {narrow && (
        <IconLink to="/numbers/$number" params={{ number }} search={{}} aria-label="Back to the conversations">
          <IconArrowLeft size={18} />
        </IconLink>
      )}
      <Face name={name} group={group ?? false} />
      <div className={classes.who}>
        <Text fw={600} component="h2" size="md" truncate className="numeric">
          {group ? 'Group' : (name ?? phone(thread))}
        </Text>
        <Text size="xs" c="var(--faint)" truncate className="numeric">
          {name ? `${phone(thread)} · ` : ''}
          {plural(total, 'message', 'messages')}
        </Text>
      </div>
    </header>
  );
}

function Day({ at, now_ms }: { at: number; now_ms: number }) {
  return (
    <div className={classes.day} role="separator">
      <span>{dayName(at, now_ms)}</span>
    </div>
  );
}

// Tells those who cannot see the screen what has just come in; never the history that is still arriving.
function Announcer({ rows, state }: { rows: MessageRow[]; state: ReturnType<typeof useFollowState> }) {
  const last = rows[rows.length - 1];
  const known = useRef(last?.id);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!last || last.id === known.current) return;
    known.current = last.id;
    if (state === 'live' && last.direction === 'in') setSaid(last.text || 'New message');
  }, [last, state]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}

function EmptyConversation({ state }: { state: ReturnType<typeof useFollowState> }) {
  const arriving = state !== 'live';
  return (
    <Notice icon={<IconMessageOff size={32} />} title={arriving ? 'Loading messages' : 'No messages here'}>
      {arriving ? 'They appear as they arrive.' : 'This conversation is not in the history of the number.'}
    </Notice>
  );
}
