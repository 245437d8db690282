// One number's history in one line: a bar while it arrives, a word when it has come.
import { Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { NumberSummary } from 'twinline';
import { describeSync, type SyncView } from './describe';

export function SyncLine({ summary }: { summary: NumberSummary | undefined }) {
  const view = describeSync(summary, 'history');
  return (
    <div>
      <Group gap={6} wrap="nowrap" mb={view.running ? 4 : 0}>
        <SyncIcon view={view} />
        <Text size="sm" component="span" className="numeric" truncate>
          {view.label}
        </Text>
        {view.detail && (
          <Text size="xs" c="var(--faint)" component="span" className="numeric" truncate>
            {view.detail}
          </Text>
        )}
      </Group>
      {view.running && <SyncBar view={view} />}
    </div>
  );
}

export function SyncBar({ view }: { view: SyncView }) {
  return (
    <Progress.Root size={5} radius="xl">
      <Progress.Section value={view.percent} aria-label="History received" color={view.tone} />
    </Progress.Root>
  );
}

export function SyncIcon({ view }: { view: SyncView }) {
  const color = `var(--mantine-color-${view.tone}-text)`;
  if (view.tone === 'red') return <IconCircleX size={16} color={color} aria-hidden />;
  if (view.tone === 'yellow') return <IconAlertTriangle size={16} color={color} aria-hidden />;
  if (view.running || view.tone === 'gray') return <IconCircleDashed size={16} color={color} aria-hidden />;
  return <IconCircleCheck size={16} color={color} aria-hidden />;
}
