// The conversations of a number, latest first. Only the rows in sight are asked for, however many there are.
import { Skeleton } from '@mantine/core';
import { IconCloudOff, IconHourglass, IconInbox } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useFollowState, useNow, useThreads } from '../live/hooks';
import { Notice } from '../shell/notice';
import { ConversationRow } from './conversation_row';
import classes from './inbox.module.css';

const row_height = 64;

interface ConversationListProps {
  number: string;
  chosen: string | undefined;
  settled: boolean; // is it known what may be seen?
}

export function ConversationList({ number, chosen, settled }: ConversationListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const focus = useRef<number | undefined>(undefined);
  const navigate = useNavigate();
  const now_ms = useNow();
  const state = useFollowState(number);
  const { total, leftOut } = useThreads(number, 0, 1);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => row_height,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const page = useThreads(number, first, Math.max(items.length, 1));

  // After an arrow key the row may come into being only now.
  useEffect(() => {
    if (focus.current === undefined) return;
    const row = scroll.current?.querySelector<HTMLElement>(`[data-index="${focus.current}"] a`);
    if (!row) return;
    focus.current = undefined;
    row.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!row) return;
    const index = Number(row.dataset.index);
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: total - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    focus.current = Math.min(Math.max(next, 0), total - 1);
    virtual.scrollToIndex(focus.current);
    const there = page.rows[focus.current - page.offset];
    if (there && chosen) {
      void navigate({ to: '/numbers/$number', params: { number }, search: { chat: there.thread }, replace: true });
    }
    scroll.current?.querySelector<HTMLElement>(`[data-index="${focus.current}"] a`)?.focus({ preventScroll: true });
  }

  if (!settled) return <Loading />;
  if (!total) return <NothingYet state={state} waiting={leftOut > 0} />;
  return (
    <nav className={classes.list} ref={scroll} aria-label="Conversations" onKeyDown={onKeyDown}>
      <div role="list" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = page.rows[item.index - page.offset];
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={total}
              aria-posinset={item.index + 1}
              data-index={item.index}
              className={classes.slot}
              style={{ height: row_height, transform: `translateY(${item.start}px)` }}
            >
              {row && (
                <ConversationRow
                  number={number}
                  row={row}
                  chosen={row.thread === chosen}
                  reachable={chosen ? row.thread === chosen || item.index === first : item.index === first}
                  now_ms={now_ms}
                />
              )}
            </div>
          );
        })}
      </div>
    </nav>
  );
}

function NothingYet({ state, waiting }: { state: ReturnType<typeof useFollowState>; waiting: boolean }) {
  if (waiting) {
    return (
      <Notice icon={<IconHourglass size={32} />} title="The chat history is on its way">
        New messages are shown when it is here.
      </Notice>
    );
  }
  if (state === 'live') {
    return (
      <Notice icon={<IconInbox size={32} />} title="No conversations yet">
        They appear here by themselves with the first message.
      </Notice>
    );
  }
  if (state === 'waiting' || state === 'refused') {
    return (
      <Notice icon={<IconCloudOff size={32} />} title="The server does not answer">
        It is tried again by itself.
      </Notice>
    );
  }
  return <Loading />;
}

function Loading() {
  return (
    <div className={classes.list} aria-busy="true" aria-label="Loading conversations">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className={classes.loading}>
          <Skeleton height={38} circle />
          <div>
            <Skeleton height={10} width="55%" mb={9} />
            <Skeleton height={9} width="85%" />
          </div>
        </div>
      ))}
    </div>
  );
}
