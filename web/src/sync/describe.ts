// What the package says about one kind of synchronisation, in words. The states are the package's; only their wording is ours.
import type { NumberSummary, SyncSummary } from 'twinline';
import { plural } from '../format';

export interface SyncView {
  known: boolean;
  running: boolean;
  percent: number;
  parts: number | undefined;
  label: string; // for a table
  title: string; // for a heading
  detail: string;
  tone: 'line' | 'yellow' | 'red' | 'gray';
}

type Tone = SyncView['tone'];

const states: Record<string, { label: string; title: string; tone: Tone; running?: boolean }> = {
  running: { label: 'Receiving', title: 'Receiving history', tone: 'line', running: true },
  complete: { label: 'Complete', title: 'History complete', tone: 'line' },
  complete_with_gaps: { label: 'Complete with gaps', title: 'History complete with gaps', tone: 'yellow' },
  declined: { label: 'Declined', title: 'History was not shared', tone: 'red' },
};

const nothing: SyncView = {
  known: false,
  running: false,
  percent: 0,
  parts: undefined,
  label: 'Nothing yet',
  title: 'No history yet',
  detail: '',
  tone: 'gray',
};

export function describeSync(summary: NumberSummary | undefined, type: string): SyncView {
  // The package lists them by onboarding; the last one is the present one.
  const sync = summary?.sync.findLast((one) => one.type === type);
  if (!sync) return nothing;
  const state = states[sync.state ?? ''] ?? unnamed(sync);
  const percent = sync.progress ?? 0;
  const parts = typeof sync.chunks === 'number' ? sync.chunks : undefined;
  const running = state.running ?? false;
  return {
    known: true,
    running,
    percent,
    parts,
    label: running ? `${percent} %` : state.label,
    title: running ? `${state.title}, ${percent} %` : state.title,
    detail: parts === undefined ? '' : plural(parts, 'part', 'parts'),
    tone: state.tone,
  };
}

// A state of a newer package than this dashboard.
function unnamed(sync: SyncSummary): { label: string; title: string; tone: Tone } {
  const word = (sync.state ?? 'unknown').replaceAll('_', ' ');
  return { label: word, title: `History: ${word}`, tone: 'gray' };
}
