import { Button } from '@mantine/core';
import { IconAlertTriangle, IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from './notice';

export function Failed({ error }: { error: unknown }) {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    <Notice
      role="alert"
      icon={<IconAlertTriangle size={32} />}
      title="This page could not be shown"
      action={
        <Button variant="light" onClick={() => location.reload()}>
          Try again
        </Button>
      }
    >
      {reason}
    </Notice>
  );
}

interface MissingProps {
  title?: string;
  children?: ReactNode;
}

// Inside a page, in its frame.
export function Missing({ title = 'There is no such page', children }: MissingProps) {
  return (
    <>
      <title>{`${title} – twinline`}</title>
      <Notice
        heading="h1"
        icon={<IconMapQuestion size={32} />}
        title={title}
        action={
          <Button variant="light" renderRoot={(props) => <Link to="/" {...props} />}>
            All numbers
          </Button>
        }
      >
        {children}
      </Notice>
    </>
  );
}

// Instead of any page.
export function MissingPage() {
  return (
    <main style={{ height: '100%' }}>
      <Missing />
    </main>
  );
}
