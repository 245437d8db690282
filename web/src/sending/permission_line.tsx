// Whether something may be sent now, until when, and why not. All of it is the shim's judgement and words.
import { Text } from '@mantine/core';
import { IconClock, IconLock } from '@tabler/icons-react';
import { fullTime, isoTime, span } from '../format';
import { useNow } from '../live/hooks';
import classes from './sending.module.css';
import type { Permission } from './types';

interface PermissionLineProps {
  permission: Permission;
  yes: string; // like "Free text"
  no: string;
}

export function PermissionLine({ permission, yes, no }: PermissionLineProps) {
  const { allowed, until_s, why } = permission;
  return (
    <Text size="xs" component="p" className={classes.permission} data-allowed={allowed}>
      {allowed ? <IconClock size={13} aria-hidden /> : <IconLock size={13} aria-hidden />}
      <span>
        <span role="status">
          <strong>{allowed ? yes : no}</strong>
          {why ? ` · ${why}` : null}
        </span>
        {allowed && until_s ? <Left until={until_s} /> : null}
      </span>
    </Text>
  );
}

function Left({ until }: { until: number }) {
  const left_s = until - useNow(1_000) / 1000;
  return (
    <>
      {' · '}
      <time dateTime={isoTime(until)} title={fullTime(until)} className="numeric">
        {left_s > 0 ? `${span(left_s)} left` : 'ends now'}
      </time>
    </>
  );
}
