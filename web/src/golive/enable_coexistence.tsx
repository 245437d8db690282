// Coexistence is enabled app by app: here in the portal, by a request that somebody grants, or by a call.
import { Accordion, Badge, Button, Code, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fullTime } from '../format';
import { Refused } from '../shell/refused';
import { useGoLive } from './golive';
import type { App } from './types';

export function CoexistenceBadge({ app }: { app: App }) {
  const { enabled, requested_at } = app.coexistence;
  if (enabled) return <Badge color="line" variant="light" tt="none">Coexistence enabled</Badge>;
  if (requested_at) return <Badge color="yellow" variant="light" tt="none">Coexistence requested</Badge>;
  return <Badge color="gray" variant="light" tt="none">Coexistence not enabled</Badge>;
}

interface EnableCoexistenceProps {
  id: string;
  onEnabled?: () => void;
}

export function EnableCoexistence({ id, onEnabled }: EnableCoexistenceProps) {
  const api = useGoLive();
  const client = useQueryClient();
  const app = useQuery({ queryKey: ['app', id], queryFn: () => api.app(id) }).data;
  const change = useMutation({
    mutationFn: (make: () => Promise<App>) => make(),
    onSuccess: (now) => {
      client.setQueryData(['app', id], now);
      void client.invalidateQueries({ queryKey: ['apps'] });
      if (now.coexistence.enabled) onEnabled?.();
    },
  });
  const asked = app?.coexistence.requested_at;

  if (app?.coexistence.enabled) {
    return (
      <Group gap="sm">
        <CoexistenceBadge app={app} />
      </Group>
    );
  }
  return (
    <Stack gap="sm">
      <Accordion variant="separated" defaultValue={asked ? 'request' : 'portal'} order={3}>
        <Accordion.Item value="portal">
          <Accordion.Control>In the portal</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm" align="start">
              <Text size="sm">You may enable it yourself, for this app.</Text>
              <Button loading={change.isPending} onClick={() => change.mutate(() => api.enableCoexistence(id, true))}>
                Enable coexistence
              </Button>
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="request">
          <Accordion.Control>By a request</Accordion.Control>
          <Accordion.Panel>
            {asked ? (
              <Stack gap="sm" align="start">
                <Text size="sm">
                  {app?.coexistence.contact} asked for it on {fullTime(asked)}: “{app?.coexistence.reason}”
                </Text>
                <Button loading={change.isPending} onClick={() => change.mutate(() => api.grantCoexistence(id))}>
                  Grant the request
                </Button>
              </Stack>
            ) : (
              <RequestForm busy={change.isPending} onAsk={(request) => change.mutate(() => api.requestCoexistence(id, request))} />
            )}
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="api">
          <Accordion.Control>By the API</Accordion.Control>
          <Accordion.Panel>
            <Text size="sm" mb={6}>
              Make this call with your token:
            </Text>
            <Code block tabIndex={0}>{`PUT /v1/apps/${id}/config\n{"coexistenceEnabled":true}`}</Code>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <Refused error={change.error} />
    </Stack>
  );
}

function RequestForm({ busy, onAsk }: { busy: boolean; onAsk: (request: { contact: string; reason: string }) => void }) {
  const [contact, setContact] = useState('');
  const [reason, setReason] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    onAsk({ contact, reason });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label="Contact" required value={contact} onChange={(event) => setContact(event.currentTarget.value)} />
        <Textarea
          label="What it is needed for"
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy}>
            Send the request
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
