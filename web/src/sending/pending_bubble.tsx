// An own message that is not out yet: what it says, where it stands, and what can still be done about it.
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertCircle, IconClock, IconHelpCircle } from '@tabler/icons-react';
import { kindOf } from '../conversation/kinds';
import { plural, words } from '../format';
import { Decide } from './decide';
import { CancelSend } from './cancel_send';
import { Expected, problemOf, whyOf } from './send_words';
import classes from './sending.module.css';
import type { Send } from './types';

export function PendingBubble({ number, send }: { number: string; send: Send }) {
  return (
    <article className={classes.pending} data-send={send.id} data-send-state={send.state} aria-label={`Not out yet: ${words(send.state)}`}>
      <div className={classes.pendingBubble}>
        <Content send={send} />
        <Standing number={number} send={send} />
      </div>
    </article>
  );
}

// Tells those who cannot see the screen when something waits, is in doubt or was not sent.
export function PendingAnnouncer({ sends }: { sends: Send[] }) {
  const counts = new Map<string, number>();
  for (const { state } of sends) counts.set(state, (counts.get(state) ?? 0) + 1);
  const told = [...counts].map(([state, count]) => `${plural(count, 'message', 'messages')}: ${words(state).toLowerCase()}`);
  return <VisuallyHidden role="status">{told.join(', ')}</VisuallyHidden>;
}

function Content({ send }: { send: Send }) {
  const { word, icon: Icon } = kindOf(send.type ?? 'text');
  return (
    <>
      {send.type && send.type !== 'text' && (
        <Text size="xs" component="span" className={classes.kind}>
          <Icon size={14} aria-hidden /> {word}
        </Text>
      )}
      {send.preview && (
        <span dir="auto" className={classes.text}>
          {send.preview}
        </span>
      )}
    </>
  );
}

function Standing({ number, send }: { number: string; send: Send }) {
  switch (send.state) {
    case 'in_doubt':
      return (
        <div className={classes.standing}>
          <span className={classes.line}>
            <IconHelpCircle size={14} aria-hidden /> <strong>In doubt</strong>
          </span>
          {whyOf(send) && <span>{whyOf(send)}</span>}
          <Decide number={number} send={send} />
        </div>
      );
    case 'failed':
    case 'dropped':
      return (
        <div className={classes.standing} data-bad>
          <span className={classes.line}>
            <IconAlertCircle size={14} aria-hidden /> <strong>{send.state === 'failed' ? 'Not sent' : words(send.state)}</strong>
          </span>
          <span>{problemOf(send)}</span>
        </div>
      );
    default:
      return <Underway number={number} send={send} />;
  }
}

function Underway({ number, send }: { number: string; send: Send }) {
  const waits = send.state === 'waiting';
  return (
    <Group gap={8} justify="space-between" className={classes.standing}>
      <span className={classes.line}>
        <IconClock size={13} aria-hidden />
        <span>
          {waits ? 'Queued' : send.state === 'in_flight' ? 'Going out' : 'Sent'}
          {waits && send.lane && ` as ${send.lane}`}
          {waits && send.estimate_s && ', '}
          {waits && <Expected at={send.estimate_s} />}
          {waits && whyOf(send) && ` · ${whyOf(send)}`}
        </span>
      </span>
      {waits && (
        <CancelSend number={number} id={send.id}>
          {(cancel, busy) => (
            <Button size="compact-xs" variant="subtle" color="gray" loading={busy} onClick={cancel}>
              Cancel
            </Button>
          )}
        </CancelSend>
      )}
    </Group>
  );
}
