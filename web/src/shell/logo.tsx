import { Group, Text } from '@mantine/core';
import classes from './logo.module.css';

// Two lines that become one: the phone and the cloud.
export function Logo() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="var(--mantine-color-line-9)" />
        <path
          d="M6 10h4c5 0 5 6 10 6h6M6 22h4c5 0 5-6 10-6"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <Text fw={650} size="lg" component="span" lh={1} className={classes.name}>
        twinline
      </Text>
    </Group>
  );
}
