// Pause a campaign, go on with it, or end it for good.
import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '../format';
import { Dialog } from '../shell/dialog';
import { Refused } from '../shell/refused';
import { type CampaignAction, campaigns_api } from './campaigns_api';
import type { Campaign } from './types';

export function CampaignActions({ number, campaign }: { number: string; campaign: Campaign }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (action: CampaignAction) => campaigns_api.act(number, campaign.id, action),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: ['campaigns', number] });
    },
  });
  const { state, name, waiting } = campaign;
  if (state !== 'running' && state !== 'paused') return null;
  const running = state === 'running';
  return (
    <>
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={running ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
          loading={act.isPending && !asking}
          aria-label={`${running ? 'Pause' : 'Resume'} ${name}`}
          onClick={() => act.mutate(running ? 'pause' : 'resume')}
        >
          {running ? 'Pause' : 'Resume'}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          leftSection={<IconX size={15} />}
          aria-label={`Cancel ${name}`}
          onClick={() => setAsking(true)}
        >
          Cancel
        </Button>
      </Group>
      {!asking && <Refused error={act.error} />}
      <Dialog title={`Cancel “${name}”?`} opened={asking} onClose={() => setAsking(false)}>
        <Text size="sm">
          {plural(waiting, 'message that waits is', 'messages that wait are')} taken out of the queue. What went out stays sent.
        </Text>
        <Refused error={act.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button color="red" loading={act.isPending} onClick={() => act.mutate('cancel')}>
            Cancel the campaign
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
