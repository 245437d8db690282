import { Button } from '@mantine/core';
import { IconAlertTriangle, IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
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

export function Missing() {
  return (
    <Notice
      icon={<IconMapQuestion size={32} />}
      title="There is no such page"
      action={
        <Button variant="light" component={Link} to="/">
          All numbers
        </Button>
      }
    />
  );
}
