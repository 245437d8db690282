// Something that went wrong, out of the shim's catalogue: what it means, whether waiting or acting helps, what to quote.
import { Alert, Badge, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { type FactRow, Facts } from '../shell/facts';
import { words } from '../format';
import type { Problem } from './types';

export function ProblemCard({ problem }: { problem: Problem }) {
  const rows: FactRow[] = [
    ["Meta's words", problem.message],
    ['What it means', problem.meaning],
    ['What to do', problem.action],
    ['What to expect', problem.expectation],
    ['Where to report it', problem.topic],
  ];
  const quote = problem.quote ?? [];
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle size={20} />}
      title={problem.title ?? words(problem.issue ?? 'Problem')}
      data-problem={problem.issue}
    >
      <Stack gap="sm">
        <Group gap={6}>
          <Helps word="Waiting" helps={problem.waiting_helps} />
          <Helps word="Acting" helps={problem.acting_helps} />
        </Group>
        <Facts rows={rows.filter(([, value]) => value)} />
        {quote.length > 0 && (
          <div>
            <Group justify="space-between">
              <Text size="sm" fw={600}>
                To quote to Meta’s support
              </Text>
              <CopyButton value={quote.map(({ what, value }) => `${what}: ${value}`).join('\n')}>
                {({ copied, copy }) => (
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                    onClick={copy}
                  >
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                )}
              </CopyButton>
            </Group>
            <Facts rows={quote.map(({ what, value }): FactRow => [words(what), value])} />
          </div>
        )}
      </Stack>
    </Alert>
  );
}

function Helps({ word, helps }: { word: string; helps: boolean | undefined }) {
  if (helps === undefined) return null;
  return (
    <Badge variant="outline" color={helps ? 'line' : 'gray'} tt="none">
      {word} {helps ? 'helps' : 'does not help'}
    </Badge>
  );
}
