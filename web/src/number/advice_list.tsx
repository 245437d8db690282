// What the shim advises about a number, the most urgent first.
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { words } from '../format';
import { Deadline } from '../shell/deadline';
import type { Advice } from './types';

const colors: Record<string, string> = { urgent: 'red', warning: 'yellow' };

export function AdviceList({ advice }: { advice: Advice[] }) {
  if (!advice.length) return null;
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="What to do">
      {advice.map((one) => (
        <li key={`${one.kind} ${one.sync ?? one.text}`} data-advice={one.kind}>
          <Alert
            color={colors[one.urgency] ?? 'blue'}
            variant="light"
            p="sm"
            icon={one.urgency === 'note' ? <IconInfoCircle size={18} /> : <IconAlertTriangle size={18} />}
          >
            <Text size="sm">{one.text}</Text>
            <Group gap="md">
              {one.sync && (
                <Text size="xs">
                  {words(one.sync)}
                </Text>
              )}
              <Deadline until={one.until} />
            </Group>
          </Alert>
        </li>
      ))}
    </Stack>
  );
}
