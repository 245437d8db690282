// Takes a message out of the queue, while it is not too late.
import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sending_api, sends_key } from './sending_api';

interface CancelSendProps {
  number: string;
  id: string;
  children: (cancel: () => void, busy: boolean) => ReactNode;
}

export function CancelSend({ number, id, children }: CancelSendProps) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => sending_api.cancel(number, id),
    onSettled: () => client.invalidateQueries({ queryKey: sends_key(number) }),
  });
  return (
    <>
      {children(() => cancel.mutate(), cancel.isPending)}
      {cancel.error && (
        <Text size="xs" c="red" role="alert">
          {cancel.error.message}
        </Text>
      )}
    </>
  );
}
