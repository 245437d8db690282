// The way to where a connection is made or mended, for pages that can do nothing without one.
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { numbers_query } from '../session/queries';

export function WhereToMend({ number }: { number: string }) {
  const numbers = useQuery(numbers_query).data;
  if (!numbers) return null;
  const app = numbers.find((one) => one.number === number)?.app;
  if (!app) {
    return (
      <Button size="compact-sm" variant="light" renderRoot={(props) => <Link to="/apps" {...props} />}>
        Go live with an app
      </Button>
    );
  }
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="light"
        renderRoot={(props) => <Link to="/numbers/$number/sync" params={{ number }} {...props} />}
      >
        What to do
      </Button>
      <Button size="compact-sm" variant="light" renderRoot={(props) => <Link to="/apps/$app" params={{ app }} {...props} />}>
        Its app
      </Button>
    </Group>
  );
}
