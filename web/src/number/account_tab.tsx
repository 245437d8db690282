// The business account behind a number: ids, quality, limit, restrictions, and where it is disconnected. There is no button
// for that: only the app on the phone can do it.
import { Alert, Stack, Text } from '@mantine/core';
import { IconDeviceMobileOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { fullTime, phone, words } from '../format';
import { queueQuery } from '../queue/queue_api';
import type { Queue } from '../queue/types';
import { Asked } from '../shell/asked';
import { type FactRow, Facts } from '../shell/facts';
import { accountQuery, lifeQuery } from './number_api';
import { AdviceList } from './advice_list';
import { Card, Tab } from './tab';
import type { Account, Life, Restriction } from './types';

export function AccountTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const account = useQuery(accountQuery(number));
  const life = useQuery(lifeQuery(number)).data;
  const queue = useQuery({ ...queueQuery(number), refetchInterval: 5_000 }).data;
  return (
    <Tab title="Account">
      {life && <AdviceList advice={life.advice.filter((one) => !one.sync)} />}
      <Asked query={account} what="The account">
        {(known) => (
          <>
            <Card>
              <Facts rows={factsOf(number, known, life, queue)} />
            </Card>
            <Restrictions restrictions={life?.restrictions ?? known.restrictions ?? []} />
            {life?.removal && <Removed removal={life.removal} />}
            {disconnect(known, life) && (
              <Card title="Disconnect">
                <Alert variant="light" color="gray" icon={<IconDeviceMobileOff size={18} />} p="sm">
                  {disconnect(known, life)}
                </Alert>
              </Card>
            )}
          </>
        )}
      </Asked>
    </Tab>
  );
}

function disconnect(account: Account, life: Life | undefined): string | undefined {
  return account.disconnect ?? life?.disconnect;
}

function factsOf(number: string, account: Account, life: Life | undefined, queue: Queue | undefined): FactRow[] {
  const alive = life?.keep_alive;
  const rows: FactRow[] = [
    ['WhatsApp Business account (WABA) ID', account.waba],
    ['Phone number ID', number],
    ['Phone number', account.phone && phone(account.phone)],
    ['Name', account.name],
    ['Quality', account.quality],
    ['Messaging limit', account.limit],
    ['Platform', account.platform_type],
    ['On the WhatsApp Business app', account.is_on_biz_app == null ? undefined : account.is_on_biz_app ? 'Yes' : 'No'],
    ['Sending by the API', queue && (queue.stopped ?? queue.paused ?? 'Allowed')],
    ['Last sign of life of the app', alive?.alive_at && fullTime(alive.alive_at)],
    ['Open the app before', alive?.overdue_at && fullTime(alive.overdue_at)],
  ];
  return rows.map(([name, value]) => [name, value ?? '–']);
}

function Restrictions({ restrictions }: { restrictions: Restriction[] }) {
  return (
    <Card title="Restrictions">
      {restrictions.length === 0 ? (
        <Text size="sm">None known.</Text>
      ) : (
        <Stack component="ul" gap="xs" pl="md" m={0}>
          {restrictions.map((one, index) => (
            <li key={one.type ?? index}>
              <Text size="sm">{one.text ?? words(one.type ?? '')}</Text>
              {one.expires_at ? (
                <Text size="xs" c="var(--faint)">
                  Ends {fullTime(one.expires_at)}
                </Text>
              ) : null}
            </li>
          ))}
        </Stack>
      )}
    </Card>
  );
}

function Removed({ removal }: { removal: NonNullable<Life['removal']> }) {
  const rows: FactRow[] = [
    ['When', removal.at && fullTime(removal.at)],
    ['Reason', removal.reason],
    ['By', removal.initiated_by && words(removal.initiated_by)],
    ['What it means', removal.meaning],
    ['What to do', removal.action],
  ];
  return (
    <Card title="Disconnected">
      <Facts rows={rows.filter(([, value]) => value)} />
    </Card>
  );
}
