import { Button, Drawer, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Refused } from '../shell/refused';
import { number_api } from './number_api';

interface NewTemplateProps {
  number: string;
  opened: boolean;
  onClose: () => void;
}

const empty = { name: '', language: 'en_US', category: 'UTILITY', body: '' };

// A template with a body. Whether Meta takes it, Meta says.
export function NewTemplate({ number, opened, onClose }: NewTemplateProps) {
  const client = useQueryClient();
  const [given, setGiven] = useState(empty);
  const create = useMutation({
    mutationFn: () => {
      const { body, ...rest } = given;
      return number_api.createTemplate(number, { ...rest, components: [{ type: 'BODY', text: body }] });
    },
    onSuccess: () => {
      setGiven(empty);
      onClose();
      return client.invalidateQueries({ queryKey: ['templates', number] });
    },
  });
  const set = (change: Partial<typeof empty>) => setGiven((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }

  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={420}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label="New template">
        <Drawer.Body pt="md">
          <form onSubmit={submit}>
            <Stack gap="sm">
              <Text component="h2" size="md" fw={600}>
                New template
              </Text>
              <TextInput
                label="Name"
                description="Small letters, digits and underscores"
                required
                value={given.name}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <TextInput
                label="Language"
                description="As Meta writes it, like en_US"
                required
                value={given.language}
                onChange={(event) => set({ language: event.currentTarget.value })}
              />
              <NativeSelect
                label="Category"
                data={['UTILITY', 'MARKETING', 'AUTHENTICATION']}
                value={given.category}
                onChange={(event) => set({ category: event.currentTarget.value })}
              />
              <Textarea
                label="Text"
                description="{{1}}, {{2}} … stand for what is filled in"
                required
                autosize
                minRows={4}
                value={given.body}
                onChange={(event) => set({ body: event.currentTarget.value })}
              />
              <Refused error={create.error} />
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>
                  Cancel
                </Button>
                <Button type="submit" loading={create.isPending}>
                  Send to Meta
                </Button>
              </Group>
            </Stack>
          </form>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
