// Names and values, as a list that screen readers know as such.
import { type MantineSize, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

export type FactRow = [name: string, value: ReactNode];

interface FactsProps {
  rows: FactRow[];
  size?: MantineSize;
  className?: string | undefined;
}

export function Facts({ rows, size = 'sm', className = classes.facts }: FactsProps) {
  return (
    <dl className={className}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size={size} c="var(--faint)">
            {name}
          </Text>
          <Text component="dd" size={size} className="numeric">
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
