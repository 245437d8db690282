// How long is left until a time, counting down.
import { Text } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { fullTime, isoTime, span } from '../format';
import { useNow } from '../live/hooks';
import classes from './deadline.module.css';

interface DeadlineProps {
  until: number | undefined;
  over?: string; // what is said when the time has come
}

export function Deadline({ until, over = 'The time is over' }: DeadlineProps) {
  const now_ms = useNow(1_000);
  if (!until) return null;
  const left_s = until - now_ms / 1000;
  return (
    <Text component="time" size="xs" className={classes.deadline} dateTime={isoTime(until)} title={fullTime(until)}>
      <IconClock size={13} aria-hidden /> {left_s > 0 ? `${span(left_s)} left` : over}
    </Text>
  );
}
