import { Text } from '@mantine/core';
import type { MediaDue, NumberSummary } from 'twinline';
import { amount } from '../format';
import { describeSync } from './describe';
import classes from './sync.module.css';

// Everything the package says about what has arrived, in words.
export function SyncDetails({ summary, media }: { summary: NumberSummary; media: MediaDue }) {
  const history = describeSync(summary, 'history');
  const contacts = describeSync(summary, 'contacts');
  const rows: [string, string][] = [
    ['History', history.label],
    ['Parts received', amount(history.parts)],
    ...(history.missing && !history.running ? [['Parts missing', history.missing] as [string, string]] : []),
    ['Messages', amount(summary.messages)],
    ['Contacts', contacts.known ? `${amount(summary.contacts)} · ${contacts.label}` : amount(summary.contacts)],
    ['Media still to come', amount(media.counts.missing)],
    ['Media never sent (too old)', amount(media.counts.too_old)],
    ['Waiting for their message', amount(summary.waiting)],
  ];
  return (
    <dl className={classes.details}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="var(--faint)">
            {name}
          </Text>
          <Text component="dd" size="xs" className="numeric">
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
