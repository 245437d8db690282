// How much is in this inbox, and how its history is coming along.
import { Badge, Collapse, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { NumberSummary } from 'twinline';
import { plural } from '../format';
import { useIssues, useMediaDue, useNow } from '../live/hooks';
import { WriteToSomebody } from './write_to_somebody';
import { useConnected } from '../sending/connected';
import { Attention } from '../sync/attention';
import { describeSync } from '../sync/describe';
import { SyncBar, SyncIcon } from '../sync/sync_line';
import { SyncDetails } from '../sync/sync_details';
import classes from './inbox.module.css';

interface InboxHeaderProps {
  number: string;
  summary: NumberSummary | undefined;
}

export function InboxHeader({ number, summary }: InboxHeaderProps) {
  const connected = useConnected(number);
  return (
    <header className={classes.header} data-threads={summary?.threads} data-messages={summary?.messages}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="xs" c="var(--faint)" truncate className={classes.counts}>
          {plural(summary?.threads ?? 0, 'conversation', 'conversations')} ·{' '}
          {plural(summary?.contacts ?? 0, 'contact', 'contacts')}
        </Text>
        {connected && <WriteToSomebody number={number} />}
      </Group>
      {summary && <SyncPanel number={number} summary={summary} />}
    </header>
  );
}

function SyncPanel({ number, summary }: { number: string; summary: NumberSummary }) {
  const [open, { toggle }] = useDisclosure(false);
  const now_ms = useNow();
  const issues = useIssues(number);
  const media = useMediaDue(number, now_ms);
  const view = describeSync(summary, 'history');
  const looks = issues.length + (media.counts.due ? 1 : 0);
  if (!summary.sync.length && !looks) return null;
  return (
    <div className={classes.sync} data-sync="history" data-percent={view.percent}>
      <UnstyledButton onClick={toggle} aria-expanded={open} className={classes.syncLine}>
        <SyncIcon view={view} />
        <Text size="sm" component="span" truncate className="numeric">
          {view.title}
        </Text>
        <Text size="xs" c="var(--faint)" component="span" ml="auto" truncate className="numeric">
          {view.detail}
        </Text>
        {looks > 0 && (
          <Badge size="sm" color="yellow" variant="light" circle aria-label={plural(looks, 'thing needs a look', 'things need a look')}>
            {looks}
          </Badge>
        )}
        <IconChevronDown size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />
      </UnstyledButton>
      {view.running && <SyncBar view={view} />}
      <Collapse expanded={open}>
        <SyncDetails summary={summary} media={media} />
        <Attention number={number} issues={issues} media={media} now_ms={now_ms} />
      </Collapse>
    </div>
  );
}
