// One app: how it stands, whether coexistence is enabled for it, and its onboardings.
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { dateAndTime, words } from '../format';
import { StageBadge } from '../number/stage';
import { Card } from '../number/tab';
import { Asked } from '../shell/asked';
import { type FactRow, Facts } from '../shell/facts';
import { Page } from '../shell/page';
import { Refused } from '../shell/refused';
import { CoexistenceBadge, EnableCoexistence } from './enable_coexistence';
import { useGoLive } from './golive';
import { NewMessagesChoice } from './new_messages';
import { titleOf } from './step_names';
import type { App } from './types';

export function AppPage() {
  const { app: id } = useParams({ from: '/in/apps/$app' });
  const api = useGoLive();
  const navigate = useNavigate();
  const app = useQuery({ queryKey: ['app', id], queryFn: () => api.app(id), refetchInterval: 5_000 });
  const begin = useMutation({
    mutationFn: () => api.begin(id),
    onSuccess: ({ id: onboarding }) => navigate({ to: '/onboardings/$onboarding', params: { onboarding } }),
  });
  const begun = app.data?.stage === 'live' ? undefined : app.data?.onboarding;
  return (
    <Page
      title={app.data?.name ?? 'App'}
      aside={app.data && <StageBadge stage={app.data.stage ?? 'draft'} />}
      action={
        <Group gap="xs">
          {begun && (
            <Button
              leftSection={<IconRocket size={16} />}
              renderRoot={(props) => <Link to="/onboardings/$onboarding" params={{ onboarding: begun }} {...props} />}
            >
              Continue going live
            </Button>
          )}
          <Button
            variant={begun ? 'default' : 'filled'}
            leftSection={begun ? undefined : <IconRocket size={16} />}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {begun ? 'Begin anew' : 'Go live'}
          </Button>
        </Group>
      }
    >
      <Asked query={app} what="The app">
        {(known) => (
          <Stack gap="md">
            <Refused error={begin.error} />
            <Card>
              <Facts rows={factsOf(known)} />
            </Card>
            <Card heading="h2" title="Coexistence">
              <EnableCoexistence id={id} />
            </Card>
            <Card heading="h2" title="New messages">
              <NewMessagesChoice app={id} />
            </Card>
            <Onboardings app={id} />
          </Stack>
        )}
      </Asked>
    </Page>
  );
}

function factsOf(app: App): FactRow[] {
  const number = app.number && (
    <Link to="/numbers/$number" params={{ number: app.number }} search={{}}>
      {app.number}
    </Link>
  );
  return [
    ['App ID', app.id],
    ['Created', dateAndTime(app.created * 1000)],
    ['Coexistence', <CoexistenceBadge key="coexistence" app={app} />],
    ['Enabled by', app.coexistence.enabled && app.coexistence.how ? words(app.coexistence.how) : '–'],
    ['Phone number ID', number ?? '–'],
    ['WhatsApp Business account (WABA) ID', app.waba ?? '–'],
  ];
}

function Onboardings({ app }: { app: string }) {
  const api = useGoLive();
  const onboardings = useQuery({ queryKey: ['onboardings', app], queryFn: () => api.onboardings(app), refetchInterval: 5_000 });
  return (
    <Card heading="h2" title="Onboardings">
      <Asked query={onboardings} what="The onboardings">
        {(known) =>
          known.length ? (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
              {known.map((one) => (
                <li key={one.id}>
                  <Group gap="sm">
                    <Link to="/onboardings/$onboarding" params={{ onboarding: one.id }}>
                      {dateAndTime(one.created * 1000)}
                    </Link>
                    <StageBadge stage={one.stage} />
                    {one.next && (
                      <Text size="sm" c="var(--faint)">
                        Next: {titleOf(one.next.step)}
                      </Text>
                    )}
                  </Group>
                </li>
              ))}
            </Stack>
          ) : (
            <Text size="sm" c="var(--faint)">
              None yet. “Go live” begins one.
            </Text>
          )
        }
      </Asked>
    </Card>
  );
}
