// Why the server did not do something, in its words.
import { Alert } from '@mantine/core';

export function Refused({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <Alert color="red" variant="light" role="alert" p="sm">
      {error.message}
    </Alert>
  );
}
