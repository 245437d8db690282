// The button that asks Meta for a sync. It is asked for once, so the shim's checks are looked at before, and a person says so.
import { Alert, Button, Checkbox, Group } from '@mantine/core';
import { IconCloudDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGoLive } from '../golive/golive';
import { Preflight } from '../golive/preflight';
import { Dialog } from '../shell/dialog';
import { Refused } from '../shell/refused';

const kinds = {
  contacts: { word: 'contacts', syncType: 'smb_app_state_sync' },
  history: { word: 'history', syncType: 'history' },
} as const;

interface AskForSyncProps {
  app: string;
  number: string;
  type: keyof typeof kinds;
  text: string | undefined; // what the shim says about asking
}

export function AskForSync({ app, number, type, text }: AskForSyncProps) {
  const api = useGoLive();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [sure, setSure] = useState(false);
  const { word, syncType } = kinds[type];
  const ask = useMutation({
    mutationFn: () => api.sync(app, syncType),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries({ queryKey: ['life', number] }),
  });
  return (
    <>
      <Button mt="sm" size="sm" leftSection={<IconCloudDownload size={16} />} onClick={() => setAsking(true)}>
        Ask for the {word}
      </Button>
      <Dialog title={`Ask for the ${word}`} opened={asking} onClose={() => setAsking(false)} size="lg">
        {text && (
          <Alert color="yellow" variant="light" p="sm">
            {text}
          </Alert>
        )}
        {asking && <Preflight app={app} />}
        <Checkbox
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
          label="I have read this and want to ask now"
        />
        <Refused error={ask.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            Not now
          </Button>
          <Button disabled={!sure} loading={ask.isPending} onClick={() => ask.mutate()}>
            Ask Meta
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
