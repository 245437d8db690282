// How far an own message has come, as the small marks that everybody knows; the word itself is in the label.
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import type { Status } from 'twinline';
import classes from './ticks.module.css';

const marks: Partial<Record<Status, { icon: typeof IconCheck; className?: string | undefined }>> = {
  pending: { icon: IconClock },
  sent: { icon: IconCheck },
  delivered: { icon: IconChecks },
  read: { icon: IconChecks, className: classes.read },
  played: { icon: IconChecks, className: classes.read },
};

export function Ticks({ status, failed, size = 15 }: { status: Status; failed: boolean; size?: number }) {
  if (failed) {
    return (
      <span className={classes.ticks} role="img" aria-label="failed" title="failed">
        <IconAlertCircle size={size} className={classes.failed} />
      </span>
    );
  }
  const mark = marks[status];
  if (!mark) return null;
  return (
    <span className={classes.ticks} role="img" aria-label={status} title={status}>
      <mark.icon size={size} className={mark.className} stroke={2.2} />
    </span>
  );
}
