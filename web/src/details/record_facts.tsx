// A record's members in words. What a newer package may add stands in the record itself, below.
import { fullTime, phone } from '../format';
import { type FactRow, Facts } from '../shell/facts';
import classes from './details.module.css';

const origins: Record<string, string> = {
  live: 'Live webhook',
  echo: 'Sent from the app',
  history: 'History',
  history_media: 'Media of the history',
  api: 'Sent through the API',
};

const steps: [string, string][] = [
  ['pending', 'Pending'],
  ['sent', 'Sent'],
  ['delivered', 'Delivered'],
  ['read', 'Read'],
  ['played', 'Played'],
];

type Json = Record<string, unknown>;

export function RecordFacts({ record }: { record: Json }) {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const object = (value: unknown): Json => (value && typeof value === 'object' ? (value as Json) : {});
  const time = (value: unknown): string | undefined => (typeof value === 'number' ? fullTime(value) : undefined);
  const origin = (name: unknown): string => origins[String(name)] ?? String(name);
  const statuses = object(record.statuses);
  const failed = record.failed ? object(record.failed) : undefined;
  const original = record.original ? object(record.original) : undefined;
  const edits = Array.isArray(record.edits) ? record.edits.length : 0;

  const own = record.direction === 'out';

  const rows: FactRow[] = [
    ['Direction', own ? 'Sent' : 'Received'],
    ['Time', time(record.at) ?? 'Unknown'],
    ['Placed by', record.placed_by ? origin(record.placed_by) : undefined],
    ['Known from', texts(record.origins).map(origin).join(', ')],
    ['With', texts(record.peers).map(phone).join(', ')],
    ['Type', record.type as string | undefined],
    ['Deleted', record.revoked ? 'Yes' : undefined],
    ['Edited', edits ? `${edits} ${edits === 1 ? 'time' : 'times'}` : undefined],
    ['First text', original?.text as string | undefined],
    ...steps.map(([step, word]): FactRow => [word, time(statuses[step])]),
    ['Status', own && !Object.keys(statuses).length ? (record.status as string | undefined) : undefined],
    ['Not delivered', failed ? (time(failed.at) ?? 'Yes') : undefined],
    ['Id', <Code key="id">{String(record.id)}</Code>],
    ['Other ids', texts(record.aliases).map((alias) => <Code key={alias}>{alias}</Code>)],
  ];
  const told = rows.filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length));
  return <Facts rows={told} size="sm" className={classes.facts} />;
}

function Code({ children }: { children: string }) {
  return <code className={classes.code}>{children}</code>;
}
