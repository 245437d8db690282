// What was written and is not in the queue yet: on its way there for longer than a moment, or refused while somebody was
// already writing the next.
import { Button, CloseButton, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { plural } from '../format';
import classes from './sending.module.css';
import type { Leaving, Refusal, Written } from './use_outbox';

const patience_ms = 400;

export function UnderwayStrip({ leaving }: { leaving: Leaving[] }) {
  const [first, ...others] = leaving;
  const [slow] = useDebouncedValue(first?.id, patience_ms);
  if (!first || slow !== first.id) return null;
  return (
    <Group gap={8} wrap="nowrap" className={classes.strip} role="status" data-leaving={leaving.length}>
      <Loader size={14} aria-hidden />
      <Text size="sm" truncate className={classes.stripText} dir="auto">
        Sending: {inShort(first)}
      </Text>
      {others.length > 0 && (
        <Text size="xs" c="var(--faint)">
          and {plural(others.length, 'message', 'messages')}
        </Text>
      )}
    </Group>
  );
}

interface RefusedStripProps {
  refusal: Refusal;
  onTryAgain: () => void;
  onTakeBack: (() => void) | undefined; // absent: the field is in use
  onGiveUp: () => void;
}

export function RefusedStrip({ refusal: { leaving, error }, onTryAgain, onTakeBack, onGiveUp }: RefusedStripProps) {
  return (
    <Group gap={8} wrap="nowrap" className={classes.strip} role="alert" data-refused={leaving.id}>
      <div className={classes.stripText}>
        <Text size="sm" truncate dir="auto">
          {inShort(leaving)}
        </Text>
        <Text size="xs" c="red">
          Not sent: {error.message}
        </Text>
      </div>
      {onTakeBack && (
        <Button size="compact-xs" variant="default" onClick={onTakeBack}>
          Edit
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={onTryAgain}>
        Try again
      </Button>
      <CloseButton size="sm" aria-label="Give this message up" onClick={onGiveUp} />
    </Group>
  );
}

function inShort({ text, attached }: Written): string {
  return [attached?.file.name, text].filter(Boolean).join(' · ');
}
