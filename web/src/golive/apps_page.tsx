// All apps: each brings one business live.
import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { dateAndTime, plural } from '../format';
import { StageBadge } from '../number/stage';
import classes from '../numbers/numbers.module.css';
import { Overview } from '../numbers/overview';
import { Asked } from '../shell/asked';
import { Dialog } from '../shell/dialog';
import { Notice } from '../shell/notice';
import { Page } from '../shell/page';
import { Refused } from '../shell/refused';
import { CoexistenceBadge } from './enable_coexistence';
import { apps_query, useGoLive } from './golive';

export function AppsPage() {
  const apps = useQuery(apps_query);
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title="Apps"
      aside={apps.data && plural(apps.data.length, 'app', 'apps')}
      action={
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
          New app
        </Button>
      }
    >
      <NewApp opened={creating} onClose={() => setCreating(false)} />
      <Asked query={apps} what="The apps">
        {(known) =>
          known.length ? (
            <Overview headings={['App', 'State', 'Coexistence', 'Number', 'Created']}>
              {known.map((app) => (
                <Table.Tr key={app.id} className={classes.row}>
                  <Table.Td>
                    <Link className={classes.link} to="/apps/$app" params={{ app: app.id }}>
                      <Text fw={600} component="span">
                        {app.name}
                      </Text>
                    </Link>
                    <Text size="xs" c="var(--faint)">
                      ID {app.id}
                    </Text>
                  </Table.Td>
                  <Table.Td data-label="State">
                    <StageBadge stage={app.stage ?? 'draft'} />
                  </Table.Td>
                  <Table.Td data-label="Coexistence">
                    <CoexistenceBadge app={app} />
                  </Table.Td>
                  <Table.Td data-label="Number" className="numeric">
                    {app.number ?? '–'}
                  </Table.Td>
                  <Table.Td data-label="Created" className="numeric">
                    {dateAndTime(app.created * 1000)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Overview>
          ) : (
            <Notice icon={<IconApps size={32} />} title="No apps yet">
              An app brings one business live: its number, its account and its way of connecting.
            </Notice>
          )
        }
      </Asked>
    </Page>
  );
}

function NewApp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const api = useGoLive();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => api.createApp(name.trim()),
    onSuccess: async (app) => {
      await client.invalidateQueries({ queryKey: ['apps'] });
      await navigate({ to: '/apps/$app', params: { app: app.id } });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }

  return (
    <Dialog title="New app" opened={opened} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Refused error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
