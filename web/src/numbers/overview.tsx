// A table of things at a glance, a row each: its headings, and the frame that pages of numbers and of apps share.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { surface } from '../shell/page';
import classes from './numbers.module.css';

interface OverviewProps {
  headings: string[];
  counts?: string[]; // headings of columns of figures, behind the others
  children: ReactNode; // rows
}

export function Overview({ headings, counts = [], children }: OverviewProps) {
  return (
    <div className={surface}>
      <Table className={classes.table} verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
            {counts.map((heading) => (
              <Table.Th key={heading} className={classes.count}>
                {heading}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}
