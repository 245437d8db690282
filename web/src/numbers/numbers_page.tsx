// All numbers at a glance: who they are, how far their history has come, what is in it.
import { Alert, Button, Skeleton, Table, Text, Title } from '@mantine/core';
import { IconCloudOff, IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../format';
import { numbers_query } from '../session/queries';
import { Notice } from '../shell/notice';
import { NumberRow } from './number_row';
import classes from './numbers.module.css';

export function NumbersPage() {
  const numbers = useQuery(numbers_query);

  if (numbers.isPending) return <LoadingNumbers />;
  if (!numbers.data) {
    return (
      <Notice
        role="alert"
        icon={<IconCloudOff size={32} />}
        title="The numbers cannot be loaded"
        action={
          <Button variant="light" onClick={() => void numbers.refetch()}>
            Try again
          </Button>
        }
      >
        {numbers.error.message}
      </Notice>
    );
  }
  if (!numbers.data.length) {
    return (
      <Notice icon={<IconPhoneOff size={32} />} title="No numbers yet">
        A number appears here by itself with its first webhook.
      </Notice>
    );
  }
  return (
    <div className={classes.page}>
      <title>Numbers – twinline</title>
      <div className={classes.heading}>
        <Title order={1} size="h3">
          Numbers
        </Title>
        <Text c="var(--faint)" size="sm">
          {plural(numbers.data.length, 'number', 'numbers')}
        </Text>
      </div>
      {numbers.isError && (
        <Alert color="red" variant="light" role="alert" p="sm" mb="sm">
          {numbers.error.message} What is shown may be out of date.
        </Alert>
      )}
      <div className={classes.surface}>
        <Table className={classes.table} verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Number</Table.Th>
              <Table.Th>WhatsApp Business account</Table.Th>
              <Table.Th>History</Table.Th>
              <Table.Th className={classes.count}>Conversations</Table.Th>
              <Table.Th className={classes.count}>Messages</Table.Th>
              <Table.Th className={classes.count}>Contacts</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {numbers.data.map((entry) => (
              <NumberRow key={entry.number} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function LoadingNumbers() {
  return (
    <div className={classes.page} aria-busy="true" aria-label="Loading numbers">
      <Skeleton height={24} width={120} mb="md" />
      <Skeleton height={52} mb={8} />
      <Skeleton height={52} mb={8} />
      <Skeleton height={52} />
    </div>
  );
}
