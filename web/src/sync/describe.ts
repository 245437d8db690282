// What the package says about one kind of synchronisation, in words. The stages are the package's; only their wording is ours.
import type { NumberSummary } from 'twinline';
import { amount, plural } from '../format';

export interface SyncView {
  known: boolean;
  running: boolean;
  percent: number;
  parts: number | undefined;
  missing: string; // parts that never came, like "7–9, 12"
  label: string; // for a table
  title: string; // for a heading
  detail: string;
  tone: Tone;
}

type Tone = 'line' | 'yellow' | 'red' | 'gray';

const stages: Record<string, { label: string; title: string; tone: Tone }> = {
  running: { label: 'Receiving', title: 'Receiving history', tone: 'line' },
  complete: { label: 'Complete', title: 'History complete', tone: 'line' },
  complete_with_gaps: { label: 'Complete with gaps', title: 'History complete with gaps', tone: 'yellow' },
  declined: { label: 'Declined', title: 'History was not shared', tone: 'red' },
};

const nothing: SyncView = {
  known: false,
  running: false,
  percent: 0,
  parts: undefined,
  missing: '',
  label: 'Nothing yet',
  title: 'No history yet',
  detail: '',
  tone: 'gray',
};

export function describeSync(summary: NumberSummary | undefined, type: string): SyncView {
  // The package lists them by onboarding; the last one is the present one.
  const sync = summary?.sync.findLast((one) => one.type === type);
  if (!sync) return nothing;
  const stage = stages[sync.stage] ?? unnamed(sync.stage);
  const running = sync.stage === 'running';
  const percent = sync.progress;
  return {
    known: true,
    running,
    percent,
    parts: sync.chunks,
    missing: sync.holes.map(({ first, last }) => (first === last ? amount(first) : `${amount(first)}–${amount(last)}`)).join(', '),
    label: running ? `${percent} %` : stage.label,
    title: running ? `${stage.title}, ${percent} %` : stage.title,
    detail: plural(sync.chunks, 'part', 'parts'),
    tone: stage.tone,
  };
}

// A stage of a newer package than this dashboard.
function unnamed(stage: string): { label: string; title: string; tone: Tone } {
  const word = stage.replaceAll('_', ' ');
  return { label: word, title: `History: ${word}`, tone: 'gray' };
}
