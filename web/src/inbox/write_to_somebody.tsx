// Opens the conversation with a phone number that may not be in the list yet.
import { ActionIcon, Button, Group, TextInput, Tooltip } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../shell/dialog';

export function WriteToSomebody({ number }: { number: string }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [given, setGiven] = useState('');
  const digits = given.replace(/\D/g, '');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!digits) return;
    setAsking(false);
    setGiven('');
    void navigate({ to: '/numbers/$number', params: { number }, search: { chat: digits } });
  }

  return (
    <>
      <Tooltip label="Write to a phone number" withArrow>
        <ActionIcon variant="subtle" color="gray" aria-label="Write to a phone number" onClick={() => setAsking(true)}>
          <IconPencilPlus size={18} />
        </ActionIcon>
      </Tooltip>
      <Dialog title="Write to a phone number" opened={asking} onClose={() => setAsking(false)}>
        <form onSubmit={submit}>
          <TextInput
            label="Phone number"
            description="With country code"
            type="tel"
            required
            data-autofocus
            value={given}
            onChange={(event) => setGiven(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={() => setAsking(false)}>
              Back
            </Button>
            <Button type="submit" disabled={!digits}>
              Open
            </Button>
          </Group>
        </form>
      </Dialog>
    </>
  );
}
