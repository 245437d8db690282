// The frame of a number's tabs other than the inbox.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './tab.module.css';

export function Tab({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.scroll} aria-label={title} tabIndex={0}>
      <div className={classes.tab}>
        <div className={classes.heading}>
          <Text component="h2" size="lg" fw={600}>
            {title}
          </Text>
          {action}
        </div>
        {children}
      </div>
    </section>
  );
}

interface CardProps {
  title?: ReactNode;
  heading?: 'h2' | 'h3';
  action?: ReactNode; // at the title's end
  children: ReactNode;
}

export function Card({ title, heading = 'h3', action, children }: CardProps) {
  return (
    <div className={classes.card}>
      {title && (
        <div className={classes.cardTitle}>
          <Text component={heading} size="md" fw={600}>
            {title}
          </Text>
          {action}
        </div>
      )}
      {children}
    </div>
  );
}
