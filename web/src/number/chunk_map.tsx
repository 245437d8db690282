// Which parts of a synchronisation have come, as one bar: gaps are parts that are missing; while it arrives, its end is open.
import { Text } from '@mantine/core';
import type { SyncSummary } from 'twinline';
import { amount, plural } from '../format';
import classes from './chunk_map.module.css';

interface Run {
  first: number;
  last: number;
  missing: boolean;
}

export function ChunkMap({ sync }: { sync: SyncSummary }) {
  const phases = [...new Set(sync.holes.map((hole) => hole.phase))];
  const holes = [...sync.holes].sort((a, b) => a.phase - b.phase || a.first - b.first);
  const missing = holes.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const runs = runsOf(holes, sync.chunks + missing);
  if (!sync.chunks) return null;
  const words = holes.map(({ phase, first, last }) => {
    const parts = first === last ? amount(first) : `${amount(first)}–${amount(last)}`;
    return phases.length > 1 && phase >= 0 ? `${parts} of phase ${phase}` : parts;
  });
  const arriving = sync.stage === 'running';
  const to_come = arriving && sync.progress > 0 ? (sync.chunks * (100 - sync.progress)) / sync.progress : 0;
  const received = plural(sync.chunks, 'part', 'parts');
  const told = arriving
    ? `${received} received so far${words.length ? `, not here yet: ${words.join(', ')}` : ''}`
    : `${received} received${words.length ? `, missing: ${words.join(', ')}` : ', none missing'}`;
  return (
    <figure className={classes.figure} data-chunks={sync.chunks} data-gaps={holes.length}>
      <div className={classes.bar} aria-hidden>
        {runs.map((run) => (
          <span key={run.first} className={run.missing ? classes.gap : classes.run} style={{ flexGrow: run.last - run.first + 1 }} />
        ))}
        {to_come > 0 && <span className={classes.toCome} style={{ flexGrow: to_come }} />}
      </div>
      <Text component="figcaption" size="xs" c="var(--faint)" className="numeric">
        {told}
      </Text>
    </figure>
  );
}

// Parts in their order; holes of a later phase come behind those of an earlier one.
function runsOf(holes: { first: number; last: number }[], total: number): Run[] {
  const runs: Run[] = [];
  let next = 1;
  for (const { first, last } of holes) {
    const begin = Math.max(first, next);
    if (begin > next) runs.push({ first: next, last: begin - 1, missing: false });
    const end = begin + last - first;
    runs.push({ first: begin, last: end, missing: true });
    next = end + 1;
  }
  if (next <= total) runs.push({ first: next, last: total, missing: false });
  return runs;
}
