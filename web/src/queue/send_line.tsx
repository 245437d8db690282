// One send: to whom, what, and where it stands.
import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { kindOf } from '../conversation/kinds';
import { fullTime, isoTime, moment, phone, words } from '../format';
import { useNow } from '../live/hooks';
import { Expected, problemOf, SendBadge, whyOf } from '../sending/send_words';
import type { Send } from '../sending/types';
import classes from './queue.module.css';

export function SendLine({ number, send }: { number: string; send: Send }) {
  const bad = send.state === 'failed' || send.state === 'dropped';
  const why = bad || send.error ? problemOf(send) : whyOf(send);
  return (
    <div className={classes.send}>
      <Group gap={8} justify="space-between" wrap="nowrap">
        <Link to="/numbers/$number" params={{ number }} search={{ chat: send.to }} className={classes.to}>
          {phone(send.to)}
        </Link>
        <SendBadge send={send} />
      </Group>
      <Text size="sm" lineClamp={2} dir="auto" style={{ overflowWrap: 'anywhere' }}>
        {send.preview || kindOf(send.type ?? 'text').word}
      </Text>
      <Text size="xs" c="var(--faint)" component="div" className={classes.about}>
        <About send={send} />
        {why && <span data-bad={bad || undefined}>{why}</span>}
      </Text>
    </div>
  );
}

function About({ send }: { send: Send }) {
  const now_ms = useNow();
  const at = send.ended_s ?? send.submitted_s;
  return (
    <>
      {at && (
        <time dateTime={isoTime(at)} title={fullTime(at)}>
          {moment(at, now_ms)}
        </time>
      )}
      {send.lane && <span>{words(send.lane)}</span>}
      {send.campaign && <span>{send.campaign}</span>}
      {(send.attempts ?? 0) > 1 && <span>{send.attempts} attempts</span>}
      {send.state === 'waiting' && send.estimate_s && (
        <span>
          out <Expected at={send.estimate_s} />
        </span>
      )}
    </>
  );
}
