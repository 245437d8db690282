// New messages that wait for the sync: how many, until when, and a way to see them now.
import { Button, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { plural } from '../format';
import { useThreads } from '../live/hooks';
import { lifeQuery, number_api } from '../number/number_api';
import { Deadline } from '../shell/deadline';
import { Refused } from '../shell/refused';
import classes from './inbox.module.css';

interface HeldBackProps {
  number: string;
  app: string | undefined;
  until: number;
}

export function HeldBack({ number, app, until }: HeldBackProps) {
  const client = useQueryClient();
  const { leftOut } = useThreads(number, 0, 1);
  const show = useMutation({
    mutationFn: (id: string) => number_api.showNewMessages(id),
    onSuccess: () => client.invalidateQueries({ queryKey: lifeQuery(number).queryKey }),
  });
  return (
    <div className={classes.held} role="status" data-held-back={leftOut}>
      <IconHourglass size={16} aria-hidden />
      <Text size="sm" component="span" className="numeric">
        {leftOut
          ? `${plural(leftOut, 'new message waits', 'new messages wait')} for the sync`
          : 'New messages wait for the sync'}
      </Text>
      <Deadline until={until} />
      {app && leftOut > 0 && (
        <Button size="compact-xs" variant="light" ml="auto" loading={show.isPending} onClick={() => show.mutate(app)}>
          Show them now
        </Button>
      )}
      <Refused error={show.error} />
    </div>
  );
}
