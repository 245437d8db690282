import { Button, CopyButton, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { fullTime } from '../format';
import { StageBadge } from '../number/stage';
import { Dialog } from '../shell/dialog';
import { Page } from '../shell/page';
import { Refused } from '../shell/refused';
import { onboardingQuery, useGoLive } from './golive';
import { Wizard } from './wizard';

export function WizardPage() {
  const { onboarding: id } = useParams({ from: '/in/onboardings/$onboarding' });
  const api = useGoLive();
  const onboarding = useQuery(onboardingQuery(api, id)).data;
  const app = useQuery({
    queryKey: ['app', onboarding?.app],
    queryFn: () => api.app(onboarding?.app ?? ''),
    enabled: Boolean(onboarding),
  }).data;
  return (
    <Page title={app ? `Go live: ${app.name}` : 'Go live'} aside={<StageBadge stage={onboarding?.stage} />} action={<LinkButton id={id} />}>
      <Wizard id={id} />
    </Page>
  );
}

const periods = [
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'One week' },
  { value: '2592000', label: '30 days' },
];

// A link for the business itself: who has it can go through this onboarding, and see nothing else.
function LinkButton({ id }: { id: string }) {
  const api = useGoLive();
  const [opened, setOpened] = useState(false);
  const [valid_s, setValid] = useState('604800');
  const make = useMutation({ mutationFn: () => api.makeLink(id, Number(valid_s)) });
  const address = make.data && new URL(make.data.url, location.href).href;
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconLink size={16} />} onClick={() => setOpened(true)}>
        Link for the business
      </Button>
      <Dialog title="Link for the business" opened={opened} onClose={() => setOpened(false)}>
        <Text size="sm">Who has the link can go through this onboarding without a login, and reaches nothing else.</Text>
        <NativeSelect
          label="Valid for"
          data={periods}
          value={valid_s}
          onChange={(event) => setValid(event.currentTarget.value)}
        />
        <Refused error={make.error} />
        {address && make.data && (
          <Stack gap={4}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }} data-link>
              {address}
            </Text>
            <Text size="xs" c="var(--faint)">
              Until {fullTime(make.data.expires)}
            </Text>
          </Stack>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setOpened(false)}>
            Close
          </Button>
          {address ? (
            <CopyButton value={address}>
              {({ copied, copy }) => (
                <Button leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          ) : (
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              Make the link
            </Button>
          )}
        </Group>
      </Dialog>
    </>
  );
}
