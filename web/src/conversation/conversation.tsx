// An open conversation: who it is with, its messages, and where one writes.
import { Text, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconMessageOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { MessageRow } from 'twinline';
import { MessageDetails } from '../details/message_details';
import { phone, plural } from '../format';
import { useFollowState } from '../live/hooks';
import { Compose } from '../sending/compose';
import { useConnected } from '../sending/connected';
import { usePendingSends } from '../sending/pending';
import { PendingAnnouncer } from '../sending/pending_bubble';
import { Face } from '../shell/face';
import { IconLink } from '../shell/links';
import { Notice } from '../shell/notice';
import classes from './conversation.module.css';
import { MessageList, type MessageListHandle } from './message_list';
import { usePart } from './part';

interface ConversationProps {
  number: string;
  thread: string;
  target: string | undefined; // the message to open at; must not change
  narrow: boolean | undefined;
}

export function Conversation({ number, thread, target, narrow }: ConversationProps) {
  const list = useRef<MessageListHandle>(null);
  const part = usePart(number, thread, target);
  const { rows, newer, total } = part;
  const sends = usePendingSends(number, thread, rows);
  const [details, setDetails] = useState<string>();
  const [answered, setAnswered] = useState<string>();
  const state = useFollowState(number);
  const pending = newer === 0 ? sends : [];
  const connected = useConnected(number);
  const writable = connected && !rows[rows.length - 1]?.group;

  return (
    <div className={classes.conversation}>
      <Heading number={number} rows={rows} thread={thread} total={total} narrow={narrow} />
      {rows.length + pending.length > 0 ? (
        <MessageList
          ref={list}
          number={number}
          part={part}
          pending={pending}
          onDetails={setDetails}
          onReply={writable ? setAnswered : undefined}
        />
      ) : (
        <div className={classes.area}>
          <EmptyConversation state={state} writable={writable} />
        </div>
      )}
      {newer === 0 && <Announcer rows={rows} state={state} />}
      <PendingAnnouncer sends={pending} />
      {writable && (
        <Compose
          number={number}
          to={thread}
          reply_to={answered}
          onReplyTo={setAnswered}
          onSent={() => list.current?.toNewest()}
        />
      )}
      <MessageDetails number={number} id={details} onClose={() => setDetails(undefined)} />
    </div>
  );
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
        <Text fw={600} component={narrow ? 'h1' : 'h2'} size="md" truncate className="numeric">
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

function EmptyConversation({ state, writable }: { state: ReturnType<typeof useFollowState>; writable: boolean }) {
  const arriving = state !== 'live';
  if (!arriving && writable) {
    return (
      <Notice icon={<IconMessageOff size={32} />} title="No messages yet">
        Begin with a template.
      </Notice>
    );
  }
  return (
    <Notice icon={<IconMessageOff size={32} />} title={arriving ? 'Loading messages' : 'No messages here'}>
      {arriving ? 'They appear as they arrive.' : 'This conversation is not in the history of the number.'}
    </Notice>
  );
}
