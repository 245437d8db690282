import { Group, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { amount, phone } from '../format';
import { useFollow, useSummary } from '../live/hooks';
import { Indicator, StageBadge } from '../number/stage';
import type { NumberEntry } from '../session/api';
import { Deadline } from '../shell/deadline';
import { SyncLine } from '../sync/sync_line';
import classes from './numbers.module.css';

export function NumberRow({ entry }: { entry: NumberEntry }) {
  useFollow(entry.number);
  const summary = useSummary(entry.number);
  const name = entry.phone ?? summary?.phone;
  const waba = entry.waba ?? summary?.waba;
  const standing = [entry.quality && `Quality ${entry.quality}`, entry.limit && `Limit ${entry.limit}`].filter(Boolean);
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
        {waba && (
          <Text size="xs" c="var(--faint)" className="numeric">
            Account {waba}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="State">
        <div className={classes.told}>
          <Group gap={6} className={classes.badges}>
            {entry.stage ? <StageBadge stage={entry.stage} /> : '–'}
            <Indicator way={entry.indicator} />
          </Group>
          {standing.length > 0 && (
            <Text size="xs" c="var(--faint)" mt={4}>
              {standing.join(' · ')}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label="Next" className={classes.next}>
        {entry.next ? (
          <div className={classes.told}>
            <Text size="sm" lineClamp={2} data-urgency={entry.next.urgency}>
              {entry.next.text}
            </Text>
            <Deadline until={entry.next.until} />
          </div>
        ) : (
          '–'
        )}
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
    </Table.Tr>
  );
}
