// The message that is being answered.
import { ActionIcon, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Quote } from '../conversation/quote';
import classes from './sending.module.css';

export function ReplyTo({ number, id, onCancel }: { number: string; id: string; onCancel: () => void }) {
  return (
    <Group gap={8} wrap="nowrap" className={classes.strip} role="group" aria-label="Answer to" data-reply-to={id}>
      <div className={classes.stripText}>
        <Quote number={number} id={id} />
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label="Do not answer this message" onClick={onCancel}>
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}
