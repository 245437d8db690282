import type { MediaDue, NumberSummary } from 'twinline';
import { amount } from '../format';
import { type FactRow, Facts } from '../shell/facts';
import { describeSync } from './describe';
import classes from './sync.module.css';

// Everything the package says about what has arrived, in words.
export function SyncDetails({ summary, media }: { summary: NumberSummary; media: MediaDue }) {
  const history = describeSync(summary, 'history');
  const contacts = describeSync(summary, 'contacts');
  const rows: FactRow[] = [
    ['History', history.label],
    ['Parts received', amount(history.parts)],
    ...(history.missing && !history.running ? [['Parts missing', history.missing] as FactRow] : []),
    ['Messages', amount(summary.messages)],
    ['Contacts', contacts.known ? `${amount(summary.contacts)} · ${contacts.label}` : amount(summary.contacts)],
    ['Media still to come', amount(media.counts.missing)],
    ['Media never sent (too old)', amount(media.counts.too_old)],
    ['Waiting for their message', amount(summary.waiting)],
  ];
  return <Facts rows={rows} size="xs" className={classes.details} />;
}
