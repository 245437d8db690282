// What an answer of the server looks like until it has come, or when it did not come.
import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../session/call';
import { Notice } from './notice';

interface AskedProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'isPending' | 'isError' | 'error' | 'failureReason' | 'refetch'>;
  what: string; // like "The numbers"
  help?: ReactNode; // what to do where the server has refused: asking again changes nothing
  children: (data: Data) => ReactNode;
}

export function Asked<Data>({ query, what, help, children }: AskedProps<Data>) {
  if (query.data === undefined) {
    // It is asked again by itself a few times; until then nothing hides that the server did not answer.
    const reason = query.error ?? query.failureReason;
    if (query.isPending && !reason) return <Loading what={what} />;
    return (
      <Notice
        role="alert"
        icon={<IconCloudOff size={32} />}
        title={`${what} cannot be loaded`}
        action={
          isRefusal(reason) && help ? (
            help
          ) : (
            <Button variant="light" onClick={() => void query.refetch()}>
              Try again
            </Button>
          )
        }
      >
        {reason?.message}
      </Notice>
    );
  }
  return (
    <>
      {query.isError && (
        <Alert color="red" variant="light" role="alert" p="sm" mb="sm">
          {query.error?.message} What is shown may be out of date.
        </Alert>
      )}
      {children(query.data)}
    </>
  );
}

function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

function Loading({ what }: { what: string }) {
  return (
    <Stack gap="xs" aria-busy="true" role="group" aria-label={`${what}: loading`}>
      <Skeleton height={52} />
      <Skeleton height={52} />
      <Skeleton height={52} />
    </Stack>
  );
}
