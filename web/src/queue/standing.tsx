// Whether this number sends, why not, and the way to pause it or go on.
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { lifeQuery } from '../number/number_api';
import { WhereToMend } from '../number/where_to_mend';
import { Dialog } from '../shell/dialog';
import { Refused } from '../shell/refused';
import classes from './queue.module.css';
import { queue_api } from './queue_api';
import type { Queue } from './types';

export function Standing({ number, queue }: { number: string; queue: Queue }) {
  const client = useQueryClient();
  const life = useQuery(lifeQuery(number)).data;
  const resume = useMutation({
    mutationFn: () => queue_api.resume(number),
    onSuccess: () => client.invalidateQueries({ queryKey: ['queue', number] }),
  });
  // Where the connection itself does not allow it, resuming changes nothing.
  const go_on = life?.app && life.may_send && (
    <>
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={15} />}
        loading={resume.isPending}
        onClick={() => resume.mutate()}
      >
        Resume sending
      </Button>
      <Refused error={resume.error} />
    </>
  );
  const help = life && !go_on && <WhereToMend number={number} />;
  return (
    <div role="status" className={classes.standing}>
      {queue.stopped && (
        <Alert color="red" variant="light" title="Sending has stopped" p="sm" mb={queue.paused ? 'sm' : 0}>
          <Text size="sm" mb={queue.paused ? 0 : 8}>
            {queue.stopped}
          </Text>
          {!queue.paused && (go_on || help)}
        </Alert>
      )}
      {queue.paused && (
        <Alert color="yellow" variant="light" title="Sending is paused" p="sm" icon={<IconPlayerPause size={18} />}>
          <Text size="sm" mb={8}>
            {queue.paused}
          </Text>
          {go_on || help}
        </Alert>
      )}
    </div>
  );
}

export function PauseButton({ number }: { number: string }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const pause = useMutation({
    mutationFn: () => queue_api.pause(number, reason.trim()),
    onSuccess: () => {
      setAsking(false);
      setReason('');
      return client.invalidateQueries({ queryKey: ['queue', number] });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    pause.mutate();
  }

  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconPlayerPause size={16} />} onClick={() => setAsking(true)}>
        Pause sending
      </Button>
      <Dialog title="Pause sending" opened={asking} onClose={() => setAsking(false)}>
        <form onSubmit={submit}>
          <Text size="sm" mb="sm">
            What waits stays in the queue until sending is resumed.
          </Text>
          <Textarea
            label="Reason"
            description="Optional; shown to everybody who looks at the queue"
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Refused error={pause.error} />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={() => setAsking(false)}>
              Back
            </Button>
            <Button type="submit" loading={pause.isPending}>
              Pause
            </Button>
          </Group>
        </form>
      </Dialog>
    </>
  );
}
