// How a number's contacts and history come over: what may still be asked for and until when, what has arrived, what is
// missing, and what to do.
import { Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { NumberSummary } from 'twinline';
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
import type { Life } from './types';

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
          {!kinds.some(([type]) => known[type] || arrivedOf(summary, type)) && (
            <Text size="sm">Nothing of this number is synchronised.</Text>
          )}
          <MediaAndGaps number={number} gaps={known.gaps ?? []} />
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

// What the browser's own history has of it; the last one listed is the present one.
function arrivedOf(summary: NumberSummary | undefined, type: SyncKind) {
  return summary?.sync.findLast((one) => one.type === type);
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
  const arrived = arrivedOf(summary, type);
  if (!sync && !arrived) return null;
  const progress = Math.max(sync?.progress ?? 0, arrived?.progress ?? 0);
  const stage = sync?.stage ?? arrived?.stage ?? '';
  const ends = stage === 'arriving' ? sync?.estimated_end_at : undefined;
  const rows: FactRow[] = [
    ['Asked for', sync?.asked_at && dateAndTime(sync.asked_at * 1000)],
    ['Request id', sync?.request_id],
    ['First data', sync?.first_data_at && dateAndTime(sync.first_data_at * 1000)],
    ['Latest data', sync?.last_data_at && dateAndTime(sync.last_data_at * 1000)],
    ['Declined', sync?.declined_at && dateAndTime(sync.declined_at * 1000)],
    ["Meta's error code", sync?.error && String(sync.error.code)],
    ['Messages', type === 'history' && summary ? amount(summary.messages) : undefined],
    ['Contacts', type === 'contacts' && summary ? amount(summary.contacts) : undefined],
    ['Estimated end', ends && (ends * 1000 > now_ms ? `in ${span(ends - now_ms / 1000)}, ${dateAndTime(ends * 1000)}` : 'any moment')],
  ];
  const known = rows.filter(([, value]) => value);
  return (
    <Card title={title}>
      <Group justify="space-between" mb={8} data-sync-stage={`${type} ${stage}`}>
        <Text size="sm" fw={550}>
          {words(stage)}
        </Text>
        <Deadline until={sync?.window_ends_at} />
      </Group>
      {(stage === 'arriving' || stage === 'stalled' || progress > 0) && (
        <Group gap="sm" wrap="nowrap" mb={10}>
          <Progress.Root size={8} radius="xl" style={{ flex: 1 }}>
            <Progress.Section value={progress} aria-label={`${title} received`} color={stage === 'stalled' ? 'yellow' : 'line'} />
          </Progress.Root>
          <Text size="sm" className="numeric">
            {progress} %
          </Text>
        </Group>
      )}
      {[sync?.text, sync?.error?.meaning, sync?.error?.action].map(
        (text) =>
          text && (
            <Text key={text} size="sm" mb={8}>
              {text}
            </Text>
          ),
      )}
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

function MediaAndGaps({ number, gaps }: { number: string; gaps: NonNullable<Life['gaps']> }) {
  const now_ms = useNow();
  const media = useMediaDue(number, now_ms);
  const issues = useIssues(number);
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

