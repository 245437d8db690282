// Whose inbox this is, whether it is live, and how its history is coming along.
import { Badge, Collapse, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { NumberSummary } from 'twinline';
import { phone, plural } from '../format';
import { useFollowState, useIssues, useMediaDue, useNow } from '../live/hooks';
import { numbers_query } from '../session/queries';
import { IconLink } from '../shell/links';
import { Attention } from '../sync/attention';
import { describeSync } from '../sync/describe';
import { SyncBar, SyncIcon } from '../sync/sync_line';
import { SyncDetails } from '../sync/sync_details';
import { LiveState } from './live_state';
import classes from './inbox.module.css';

interface InboxHeaderProps {
  number: string;
  summary: NumberSummary | undefined;
}

export function InboxHeader({ number, summary }: InboxHeaderProps) {
  const entry = useQuery(numbers_query).data?.find((one) => one.number === number);
  const state = useFollowState(number);
  const name = entry?.phone ?? summary?.phone;
  return (
    <header className={classes.header} data-threads={summary?.threads} data-messages={summary?.messages}>
      <title>{`${name ? phone(name) : number} – twinline`}</title>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap={6} wrap="nowrap" miw={0}>
          <Tooltip label="All numbers" withArrow>
            <IconLink to="/" aria-label="All numbers">
              <IconArrowLeft size={18} />
            </IconLink>
          </Tooltip>
          <div className={classes.who}>
            <Text fw={600} component="h1" size="md" truncate className="numeric">
              {name ? phone(name) : number}
            </Text>
            <Text size="xs" c="var(--faint)" truncate className="numeric">
              {plural(summary?.threads ?? 0, 'conversation', 'conversations')} ·{' '}
              {plural(summary?.contacts ?? 0, 'contact', 'contacts')}
            </Text>
          </div>
        </Group>
        <LiveState state={state} />
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
