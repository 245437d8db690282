// What customers see about the business; read from Meta, changed at Meta.
import { Alert, Button, Group, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Asked } from '../shell/asked';
import { Refused } from '../shell/refused';
import { number_api, profileQuery } from './number_api';
import { Card, Tab } from './tab';
import type { Profile } from './types';
import { WhereToMend } from './where_to_mend';

export function ProfileTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const profile = useQuery(profileQuery(number));
  return (
    <Tab title="Profile">
      <Asked query={profile} what="The profile" help={<WhereToMend number={number} />}>
        {(known) => (
          <Card>
            <ProfileForm number={number} known={known} />
          </Card>
        )}
      </Asked>
    </Tab>
  );
}

const lines = [
  ['about', 'About', 'The short line under the name'],
  ['email', 'Email', undefined],
  ['address', 'Address', undefined],
  ['vertical', 'Line of business', 'As Meta names it, like RETAIL or RESTAURANT'],
] as const;

function ProfileForm({ number, known }: { number: string; known: Profile }) {
  const client = useQueryClient();
  const [changes, setChanges] = useState<Profile>({});
  const save = useMutation({
    mutationFn: () => number_api.saveProfile(number, changes),
    onSuccess: () => {
      setChanges({});
      return client.invalidateQueries({ queryKey: profileQuery(number).queryKey });
    },
  });
  const value = { ...known, ...changes };
  const set = (change: Profile) => {
    save.reset();
    setChanges((before) => ({ ...before, ...change }));
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {lines.map(([member, label, description]) => (
          <TextInput
            key={member}
            label={label}
            description={description}
            value={value[member] ?? ''}
            onChange={(event) => set({ [member]: event.currentTarget.value })}
          />
        ))}
        <Textarea
          label="Description"
          autosize
          minRows={2}
          value={value.description ?? ''}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <TagsInput
          label="Websites"
          description="Enter adds one"
          value={value.websites ?? []}
          onChange={(websites) => set({ websites })}
          inputMode="url"
        />
        <Refused error={save.error} />
        {save.isSuccess && (
          <Alert color="line" variant="light" role="status" p="sm" icon={<IconCircleCheck size={18} />}>
            Saved at Meta.
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!Object.keys(changes).length}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
