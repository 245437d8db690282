// A message of which nobody knows whether it went out: a person decides. Sending again is asked twice.
import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { phone } from '../format';
import { Dialog } from '../shell/dialog';
import { Refused } from '../shell/refused';
import { sending_api, sends_key } from './sending_api';
import type { Decision, Send } from './types';

export function Decide({ number, send }: { number: string; send: Send }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: Decision) => sending_api.decide(number, send.id, decision),
    onSuccess: () => setAsking(false),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: sends_key(number) }),
        client.invalidateQueries({ queryKey: ['queue', number] }),
      ]),
  });
  const choice = (decision: Decision) => ({
    loading: decide.isPending && decide.variables === decision,
    disabled: decide.isPending,
    onClick: () => decide.mutate(decision),
  });
  return (
    <>
      <Group gap={6} role="group" aria-label={`Decide about the message to ${phone(send.to)}`}>
        <Button size="compact-sm" variant="default" {...choice('was_sent')}>
          It was sent
        </Button>
        <Button size="compact-sm" variant="default" disabled={decide.isPending} onClick={() => setAsking(true)}>
          Send again
        </Button>
        <Button size="compact-sm" variant="default" {...choice('give_up')}>
          Give up
        </Button>
      </Group>
      {!asking && <Refused error={decide.error} />}
      <Dialog title="Send it again?" opened={asking} onClose={() => setAsking(false)}>
        <Text size="sm">If the first one did go out, {phone(send.to)} gets it twice.</Text>
        {send.preview && (
          <Text size="sm" c="var(--faint)" lineClamp={4} dir="auto">
            {send.preview}
          </Text>
        )}
        <Refused error={decide.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            Back
          </Button>
          <Button color="red" {...choice('send_again')}>
            Send again
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
