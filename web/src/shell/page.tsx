// A page of the usual width with its heading.
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  aside?: ReactNode; // beside the heading
  action?: ReactNode; // at the heading's end
  children: ReactNode;
}

export function Page({ title, aside, action, children }: PageProps) {
  return (
    <div className={classes.page}>
      <title>{`${title} – twinline`}</title>
      <div className={classes.heading}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {aside && (
          <Text c="var(--faint)" size="sm" component="div">
            {aside}
          </Text>
        )}
        {action && <div className={classes.action}>{action}</div>}
      </div>
      {children}
    </div>
  );
}

export const surface = classes.surface;
