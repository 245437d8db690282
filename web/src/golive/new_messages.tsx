// When the inbox shows new messages: at once, or after the sync. It belongs to the app.
import { Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewMessages } from '../number/types';
import { Refused } from '../shell/refused';
import { useGoLive } from './golive';

const choices: { value: NewMessages; label: string; description: string }[] = [
  { value: 'at_once', label: 'At once', description: 'Customers are seen while older chats are still arriving.' },
  {
    value: 'after_sync',
    label: 'After the sync',
    description: 'They wait until the chat history is there. They are stored meanwhile, and can be shown any time.',
  },
];

export function NewMessagesChoice({ app: id }: { app: string }) {
  const api = useGoLive();
  const client = useQueryClient();
  const app = useQuery({ queryKey: ['app', id], queryFn: () => api.app(id) }).data;
  const choose = useMutation({
    mutationFn: (shown: NewMessages) => api.showNewMessages(id, shown),
    onSuccess: (now) => client.setQueryData(['app', id], now),
  });
  if (!app) return null;
  return (
    <Stack gap="xs">
      <Radio.Group
        label="New messages appear in the inbox"
        value={choose.isPending ? choose.variables : (app.new_messages ?? 'at_once')}
        onChange={(value) => choose.mutate(value as NewMessages)}
      >
        <Group gap="lg" mt={6} align="start">
          {choices.map(({ value, label, description }) => (
            <Radio key={value} value={value} label={label} description={description} maw={300} />
          ))}
        </Group>
      </Radio.Group>
      <Text size="xs" c="var(--faint)">
        Nothing is lost either way.
      </Text>
      <Refused error={choose.error} />
    </Stack>
  );
}
