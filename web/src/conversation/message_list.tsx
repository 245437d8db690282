// The messages of an open conversation: the newest in sight first, older ones as one scrolls up, and after the newest what is
// not out yet.
//
// The list is anchored at its end: what arrives above (older pages, history that is still coming in) moves nothing in
// sight, and what arrives below is followed only by somebody who is at the end already. Opened at a message, it begins in
// the middle and grows to both sides.
import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { MessageRow } from 'twinline';
import { dayName, dayOf, plural } from '../format';
import { useNow } from '../live/hooks';
import { PendingBubble } from '../sending/pending_bubble';
import type { Send } from '../sending/types';
import { Bubble } from './bubble';
import classes from './conversation.module.css';
import type { Part } from './part';

const frames_at_most = 240;

export interface MessageListHandle {
  toNewest(): void;
}

interface MessageListProps {
  number: string;
  part: Part;
  pending: Send[];
  onDetails: (id: string) => void;
  onReply: ((id: string) => void) | undefined; // absent: nothing can be written here
  ref: Ref<MessageListHandle>;
}

export function MessageList({ number, part, pending, onDetails, onReply, ref }: MessageListProps) {
  const { rows, older, newer, opened, showOlder, showNewer, showNewest } = part;
  const scroll = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(!opened);
  const [seen, setSeen] = useState<string>();
  const now_ms = useNow();

  const virtual = useVirtualizer({
    count: rows.length + pending.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 56,
    getItemKey: (index) => rows[index]?.id ?? pending[index - rows.length]?.id ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
    overscan: 10,
    paddingStart: 12,
    paddingEnd: 12,
    onChange: (instance) => setAtEnd(instance.isAtEnd()),
  });

  // Sizes are only estimated until a row is there: it is scrolled to its place until it is in sight. Before that nothing is
  // added at either side, which would move it.
  const goal = opened?.id;
  const row = opened?.row;
  const [arrived, setArrived] = useState<string>();
  useLayoutEffect(() => {
    if (goal === undefined || row === undefined) return virtual.scrollToEnd();
    if (arrived === goal) return;
    let frame = 0;
    let steady = 0;
    let left = frames_at_most;
    const step = () => {
      if (isInSight(scroll.current, goal)) steady += 1;
      else {
        steady = 0;
        virtual.scrollToIndex(row, { align: 'center' });
      }
      if (steady > 3 || --left <= 0) setArrived(goal);
      else frame = requestAnimationFrame(step);
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [virtual, goal, goal !== undefined && arrived !== goal ? row : undefined, arrived === goal]);

  const items = virtual.getVirtualItems();
  const top = items[0]?.index ?? 0;
  const bottom = items[items.length - 1]?.index ?? 0;
  const settled = goal === undefined || arrived === goal;
  useEffect(() => {
    if (settled && older > 0 && top < 20) showOlder();
  }, [settled, older, top, showOlder]);
  useEffect(() => {
    if (settled && newer > 0 && bottom >= rows.length - 20) showNewer();
  }, [settled, newer, bottom, rows.length, showNewer]);

  function toNewest() {
    showNewest();
    requestAnimationFrame(() => virtual.scrollToEnd());
  }
  useImperativeHandle(ref, () => ({ toNewest }));

  const newest = rows[rows.length - 1]?.id;
  useEffect(() => {
    if (atEnd) setSeen(newest);
  }, [atEnd, newest]);
  const known = rows.findLastIndex((row) => row.id === seen);
  const unseen = known < 0 ? 0 : rows.length - 1 - known;

  return (
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
            const send = pending[item.index - rows.length];
            const before = rows[item.index - 1];
            const newDay = row && (!before || dayOf(before.at) !== dayOf(row.at));
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={classes.slot}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {newDay && <Day at={row.at} now_ms={now_ms} />}
                {row && (
                  <Bubble
                    number={number}
                    message={row}
                    continues={!newDay && sameSender(before, row)}
                    targeted={row.id === opened?.id}
                    onDetails={onDetails}
                    onReply={onReply}
                  />
                )}
                {send && <PendingBubble number={number} send={send} />}
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
  );
}

function isInSight(frame: HTMLElement | null, id: string): boolean {
  const element = frame?.querySelector(`[data-message="${CSS.escape(id)}"]`);
  if (!frame || !element) return false;
  const [outer, inner] = [frame.getBoundingClientRect(), element.getBoundingClientRect()];
  return inner.top < outer.bottom && inner.bottom > outer.top && (inner.top >= outer.top || inner.height > outer.height);
}

function sameSender(before: MessageRow | undefined, row: MessageRow): boolean {
  return !!before && before.direction === row.direction && before.peer === row.peer;
}

function Day({ at, now_ms }: { at: number; now_ms: number }) {
  return (
    <div className={classes.day} role="separator">
      <span>{dayName(at, now_ms)}</span>
    </div>
  );
}
