// How much waits in each lane, and until when it will be out.
import { Table, Text } from '@mantine/core';
import { amount, moment, words } from '../format';
import { useNow } from '../live/hooks';
import { Card } from '../number/tab';
import { Expected } from '../sending/send_words';
import classes from './queue.module.css';
import type { Lane } from './types';

export function Lanes({ lanes }: { lanes: Lane[] }) {
  const now_ms = useNow();
  return (
    <Card title="Lanes">
      {lanes.length === 0 ? (
        <Text size="sm">Nothing waits.</Text>
      ) : (
        <Table className={classes.lanes} verticalSpacing={6} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Lane</Table.Th>
              <Table.Th className={classes.count}>Waiting</Table.Th>
              <Table.Th className={classes.count}>Going out</Table.Th>
              <Table.Th className={classes.count}>All out</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lanes.map((one) => (
              <Table.Tr key={one.lane} data-lane={one.lane}>
                <Table.Td>
                  {words(one.lane)}
                  {one.last_out_s ? (
                    <Text size="xs" c="var(--faint)" className={classes.last}>
                      Last out {moment(one.last_out_s, now_ms)}
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td className={classes.count}>{amount(one.waiting)}</Table.Td>
                <Table.Td className={classes.count}>{amount(one.in_flight)}</Table.Td>
                <Table.Td className={classes.count}>
                  {one.ends_s && one.waiting + one.in_flight > 0 ? <Expected at={one.ends_s} /> : '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}
