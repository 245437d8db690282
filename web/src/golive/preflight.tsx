// What is looked at before a call that cannot be taken back.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHelpCircle, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { words } from '../format';
import { Asked } from '../shell/asked';
import { useGoLive } from './golive';
import classes from './golive.module.css';
import type { PreflightCheck } from './types';

export const marks = {
  passed: { icon: IconCircleCheck, color: 'line', word: 'Passed' },
  failed: { icon: IconCircleX, color: 'red', word: 'Failed' },
  unknown: { icon: IconHelpCircle, color: 'gray', word: 'Not known' },
};

export function Outcome({ outcome, color }: { outcome: keyof typeof marks; color?: string }) {
  const mark = marks[outcome] ?? marks.unknown;
  return <mark.icon size={18} color={`var(--mantine-color-${color ?? mark.color}-text)`} aria-label={mark.word} role="img" />;
}

export function usePreflight(app: string) {
  const api = useGoLive();
  return useQuery({ queryKey: ['preflight', app], queryFn: () => api.preflight(app), staleTime: 30_000 });
}

export function Preflight({ app }: { app: string }) {
  const checks = usePreflight(app);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="var(--faint)">
          Looked at before Meta is asked:
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconRefresh size={15} />}
          loading={checks.isFetching}
          onClick={() => void checks.refetch()}
        >
          Look again
        </Button>
      </Group>
      <Asked query={checks} what="The checks">
        {(rows) => (
          <>
            <ul className={classes.checks} aria-label="Checks before the sync">
              {rows.map((row) => (
                <Check key={row.check} row={row} />
              ))}
            </ul>
            {rows.some((row) => row.outcome === 'failed') && (
              <Alert color="red" variant="light" p="sm">
                Mend what failed first.
              </Alert>
            )}
          </>
        )}
      </Asked>
    </Stack>
  );
}

function Check({ row }: { row: PreflightCheck }) {
  return (
    <li data-check={row.check} data-outcome={row.outcome}>
      <Outcome outcome={row.outcome} />
      <div>
        <Text size="sm" fw={550}>
          {words(row.check)}
        </Text>
        {row.why && (
          <Text size="xs" c="var(--faint)">
            {row.why}
          </Text>
        )}
        {row.fix && row.outcome !== 'passed' && <Text size="xs">{row.fix}</Text>}
      </div>
    </li>
  );
}
