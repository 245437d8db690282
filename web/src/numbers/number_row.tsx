import { Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { amount, phone } from '../format';
import { useFollow, useSummary } from '../live/hooks';
import type { NumberEntry } from '../session/api';
import { SyncLine } from '../sync/sync_line';
import classes from './numbers.module.css';

export function NumberRow({ entry }: { entry: NumberEntry }) {
  useFollow(entry.number);
  const summary = useSummary(entry.number);
  const name = entry.phone ?? summary?.phone;
  const waba = entry.waba ?? summary?.waba;
  return (
    <Table.Tr className={classes.row}>
      <Table.Td>
        <Link className={classes.link} to="/numbers/$number" params={{ number: entry.number }} search={{}}>
          <Text fw={600} component="span" className="numeric">
            {name ? phone(name) : entry.number}
          </Text>
        </Link>
        <Text size="xs" c="var(--faint)" className="numeric">
          ID {entry.number}
        </Text>
      </Table.Td>
      <Table.Td data-label="Account" className="numeric">
        {waba ?? '–'}
      </Table.Td>
      <Table.Td data-label="History" className={classes.sync}>
        <SyncLine summary={summary} />
      </Table.Td>
      <Table.Td data-label="Conversations" className={classes.count}>
        {amount(summary?.threads)}
      </Table.Td>
      <Table.Td data-label="Messages" className={classes.count}>
        {amount(summary?.messages)}
      </Table.Td>
      <Table.Td data-label="Contacts" className={classes.count}>
        {amount(summary?.contacts)}
      </Table.Td>
    </Table.Tr>
  );
}
