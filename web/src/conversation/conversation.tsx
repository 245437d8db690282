// An open conversation: the newest messages first in sight, older ones as one scrolls up.
//
// The list is anchored at its end: what arrives above (older pages, history that is still coming in) moves nothing in
// sight, and what arrives below is followed only by somebody who is at the end already. Opened at a message, it begins in
// the middle and grows to both sides.
import { ActionIcon, Indicator, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconMessageOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageRow } from 'twinline';
import { dayName, dayOf, phone, plural } from '../format';
import { MessageDetails } from '../details/message_details';
import { useFollowState, useLive, useMessages, useNow } from '../live/hooks';
import { Face } from '../shell/face';
import { IconLink } from '../shell/links';
import { Notice } from '../shell/notice';
import { Bubble } from './bubble';
import classes from './conversation.module.css';

const page_rows = 80;

interface ConversationProps {
  number: string;
  thread: string;
  target: string | undefined; // the message to open at; must not change
  narrow: boolean | undefined;
}

export function Conversation({ number, thread, target, narrow }: ConversationProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { history } = useLive();
  const [opened] = useState(() => (target ? history.around(number, target, { before: page_rows, after: page_rows }) : undefined));
  const [{ end, limit }, setPart] = useState({ end: opened?.end ?? 0, limit: opened?.rows.length ?? page_rows });
  const [details, setDetails] = useState<string>();
  const [atEnd, setAtEnd] = useState(!opened);
  const [seen, setSeen] = useState<string>();
  const now_ms = useNow();
  const state = useFollowState(number);
  const page = useMessages(number, thread, end, limit);
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
  const targeted = opened?.rows[opened.row]?.id;
  useLayoutEffect(() => {
    if (!filled) return;
    if (opened) virtual.scrollToIndex(opened.row, { align: 'center' });
    else virtual.scrollToEnd();
  }, [virtual, filled, opened]);

  const items = virtual.getVirtualItems();
  const top = items[0]?.index ?? 0;
  const bottom = items[items.length - 1]?.index ?? 0;
  const older = page.offset;
  useEffect(() => {
    if (filled && older > 0 && top < 20) setPart((part) => ({ ...part, limit: rows.length + page_rows }));
  }, [filled, older, top, rows.length]);
  useEffect(() => {
    if (!filled || end === 0 || bottom < rows.length - 20) return;
    setPart((part) => {
      const more = Math.min(part.end, page_rows);
      return { end: part.end - more, limit: part.limit + more };
    });
  }, [filled, end, bottom, rows.length]);

  function toNewest() {
    if (end > 0) setPart({ end: 0, limit: page_rows });
    requestAnimationFrame(() => virtual.scrollToEnd());
  }

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
            toNewest();
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
                  <Bubble
                    number={number}
                    message={row}
                    continues={!newDay && sameSender(before, row)}
                    targeted={row.id === targeted}
                    onDetails={setDetails}
                  />
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
                  onClick={toNewest}
                >
                  <IconArrowDown size={18} />
                </ActionIcon>
              </Tooltip>
            </Indicator>
          </div>
        )}
      </div>
      {end === 0 && <Announcer rows={rows} state={state} />}
      <MessageDetails number={number} id={details} onClose={() => setDetails(undefined)} />
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
