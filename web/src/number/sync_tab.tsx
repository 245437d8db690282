// How a number's contacts and history come over: what may still be asked for and until when, what has arrived, what is
// missing, and what to do.
import { Alert, Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { NumberSummary, SyncSummary } from 'twinline';
import { amount, dateAndTime, span, words } from '../format';
import { Preflight } from '../golive/preflight';
import { useIssues, useMediaDue, useNow, useSummary } from '../live/hooks';
import { Asked } from '../shell/asked';
import { Deadline } from '../shell/deadline';
import { type FactRow, Facts } from '../shell/facts';
import { Attention } from '../sync/attention';
import { AdviceList } from './advice_list';
import { AskForSync } from './ask_for_sync';
import { ChunkMap } from './chunk_map';
import { lifeQuery } from './number_api';
import { Card, Tab } from './tab';
import classes from './tab.module.css';
import type { Life, SyncLife } from './types';

export function SyncTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  return (
    <Tab title="Sync">
      <SyncView number={number} />
    </Tab>
  );
}

// Also the wizard's step.
export function SyncView({ number }: { number: string }) {
  const life = useQuery(lifeQuery(number));
  const summary = useSummary(number);
  return (
    <Asked query={life} what="The sync">
      {(known) => (
        <>
          <AdviceList advice={known.advice.filter((one) => !one.sync)} />
          <div className={classes.columns}>
            {kinds.map(([type, title]) => (
              <Kind key={type} title={title} type={type} life={known} summary={summary} />
            ))}
          </div>
          {!kinds.some(([type]) => known[type] || arrivedOf(summary, type, known.registers?.onboarded_at)) && (
            <Text size="sm">Nothing of this number is synchronised.</Text>
          )}
          <MediaAndGaps
            number={number}
            gaps={known.gaps ?? []}
            arriving={arrivedOf(summary, 'history', known.registers?.onboarded_at)?.stage === 'running'}
          />
          {known.app && [known.contacts, known.history].some((one) => one?.stage === 'not_asked') && (
            <Card title="Before the sync">
              <Preflight app={known.app} />
            </Card>
          )}
        </>
      )}
    </Asked>
  );
}

const kinds = [
  ['contacts', 'Contacts'],
  ['history', 'History'],
] as const;

type SyncKind = (typeof kinds)[number][0];

// What the browser's own history has of the present onboarding, or of one that nobody named (0).
function arrivedOf(summary: NumberSummary | undefined, type: SyncKind, onboarding: number | undefined) {
  const isPresent = (one: { onboarding: number }) => !onboarding || !one.onboarding || one.onboarding === onboarding;
  return summary?.sync.findLast((one) => one.type === type && isPresent(one));
}

interface KindProps {
  title: string;
  type: SyncKind;
  life: Life;
  summary: NumberSummary | undefined;
}

function Kind({ title, type, life, summary }: KindProps) {
  const now_ms = useNow(5_000);
  const sync = life[type];
  const arrived = arrivedOf(summary, type, life.registers?.onboarded_at);
  if (!sync && !arrived) return null;
  const progress = Math.max(sync?.progress ?? 0, arrived?.progress ?? 0);
  const stage = stageOf(sync, arrived);
  const view = looksOf(stage, life.advice.find((one) => one.sync === type)?.urgency);
  const ends = stage === 'arriving' ? sync?.estimated_end_at : undefined;
  const late = stage === 'stalled' || (ends !== undefined && ends * 1000 <= now_ms);
  const came = sync?.first_data_at !== undefined || (arrived?.chunks ?? 0) > 0;
  const rows: FactRow[] = [
    ['Asked for', sync?.asked_at && dateAndTime(sync.asked_at * 1000)],
    ['Request id', sync?.request_id],
    ['First data', sync?.first_data_at && dateAndTime(sync.first_data_at * 1000)],
    ['Latest data', !late && sync?.last_data_at && dateAndTime(sync.last_data_at * 1000)],
    ['Nothing came since', late && sync?.last_data_at && dateAndTime(sync.last_data_at * 1000)],
    ['Nothing came since', stage === 'silent' && sync?.answered_at && dateAndTime(sync.answered_at * 1000)],
    ['Declined', sync?.declined_at && dateAndTime(sync.declined_at * 1000)],
    ["Meta's error code", sync?.error && String(sync.error.code)],
    ['Messages, live ones too', type === 'history' && came && summary ? amount(summary.messages) : undefined],
    ['Contacts', type === 'contacts' && came && summary ? amount(summary.contacts) : undefined],
    ['Estimated end', ends && !late && `in ${span(ends - now_ms / 1000)}, ${dateAndTime(ends * 1000)}`],
  ];
  const known = rows.filter(([, value]) => value);
  return (
    <Card title={title}>
      <Group justify="space-between" mb={8} data-sync-stage={`${type} ${stage}`}>
        <Group gap={6} wrap="nowrap">
          <view.icon size={16} color={`var(--mantine-color-${view.color}-text)`} aria-hidden />
          <Text size="sm" fw={550}>
            {words(stage)}
          </Text>
        </Group>
        <Deadline until={sync?.window_ends_at} />
      </Group>
      {sync?.expected_by && (
        <Group gap={6} mb={8}>
          <Text size="sm">The first data is expected:</Text>
          <Deadline until={sync.expected_by} over="any moment" />
        </Group>
      )}
      {(stage === 'arriving' || stage === 'stalled' || progress > 0) && (
        <Group gap="sm" wrap="nowrap" mb={10}>
          <Progress.Root size={8} radius="xl" style={{ flex: 1 }}>
            <Progress.Section value={progress} aria-label={`${title} received`} color={view.color === 'gray' ? 'line' : view.color} />
          </Progress.Root>
          <Text size="sm" className="numeric">
            {progress} %
          </Text>
        </Group>
      )}
      <Told sync={sync} color={view.color} />
      {known.length > 0 && <Facts rows={known} />}
      {arrived && type === 'history' && (
        <div style={{ marginTop: 12 }}>
          <ChunkMap sync={arrived} />
        </div>
      )}
      {stage === 'not_asked' && life.app && <AskForSync app={life.app} number={life.number} type={type} text={sync?.text} />}
    </Card>
  );
}

// The number's life knows how far Meta says it is; what is missing of it the browser's own history knows.
function stageOf(sync: SyncLife | undefined, arrived: SyncSummary | undefined): string {
  if (!sync) return arrived?.stage ?? '';
  return sync.stage === 'complete' && arrived?.stage === 'complete_with_gaps' ? arrived.stage : sync.stage;
}

// How much a stage matters is the shim's advice; only what nobody has to do anything about is told apart here.
function looksOf(stage: string, urgency: string | undefined) {
  if (urgency === 'urgent') return { color: 'red', icon: IconAlertTriangle };
  if (urgency === 'warning' || stage === 'complete_with_gaps') return { color: 'yellow', icon: IconAlertTriangle };
  return stage === 'complete' ? { color: 'line', icon: IconCircleCheck } : { color: 'gray', icon: IconCircleDashed };
}

// The shim's text has what to do in it; Meta's error speaks where it has none.
function Told({ sync, color }: { sync: SyncLife | undefined; color: string }) {
  const text = sync?.text ?? [sync?.error?.meaning, sync?.error?.action].filter(Boolean).join(' ');
  if (!text) return null;
  if (color === 'red' || color === 'yellow') {
    return (
      <Alert color={color} variant="light" p="sm" mb={8}>
        <Text size="sm">{text}</Text>
      </Alert>
    );
  }
  return (
    <Text size="sm" mb={8}>
      {text}
    </Text>
  );
}

interface MediaAndGapsProps {
  number: string;
  gaps: NonNullable<Life['gaps']>;
  arriving: boolean; // the bar above tells which parts are not here yet
}

function MediaAndGaps({ number, gaps, arriving }: MediaAndGapsProps) {
  const now_ms = useNow();
  const media = useMediaDue(number, now_ms);
  const issues = useIssues(number).filter((one) => !(arriving && one.code === 'history_gap'));
  const { missing, due, expired, too_old } = media.counts;
  const rows: FactRow[] = [
    ['Still to come', amount(missing)],
    ['About to expire', amount(due)],
    ['Can no longer be fetched', amount(expired)],
    ['Never sent (too old)', amount(too_old)],
    ...gaps.map(({ from, until }, index): FactRow => {
      const name = gaps.length > 1 ? `Gap ${index + 1} in the history` : 'Gap in the history';
      return [name, `${dateAndTime(from * 1000)} – ${until ? dateAndTime(until * 1000) : 'now'}`];
    }),
  ];
  return (
    <Card title="Media and gaps">
      <Facts rows={rows} />
      <Attention number={number} issues={issues} media={media} now_ms={now_ms} />
    </Card>
  );
}

