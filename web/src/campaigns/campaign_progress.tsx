// How far a campaign is: a bar of what became of its messages, and the same in numbers.
import { Badge, Progress, Text } from '@mantine/core';
import { amount, dateAndTime, words } from '../format';
import { Expected } from '../sending/send_words';
import classes from './campaigns.module.css';
import type { Campaign } from './types';

const colors: Record<string, string> = { running: 'blue', paused: 'yellow', cancelled: 'gray', done: 'line' };

export function CampaignBadge({ campaign }: { campaign: Campaign }) {
  return (
    <Badge color={colors[campaign.state] ?? 'gray'} variant="light" tt="none" data-campaign-state={campaign.state} style={{ flex: 'none' }}>
      {words(campaign.state)}
    </Badge>
  );
}

const parts = [
  ['accepted', 'Sent', 'line'],
  ['in_flight', 'Going out', 'blue'],
  ['in_doubt', 'In doubt', 'yellow'],
  ['failed', 'Failed', 'red'],
  ['dropped', 'Dropped', 'gray'],
] as const;

export function CampaignProgress({ campaign }: { campaign: Campaign }) {
  const { total, waiting, delivered, read, state, ends_s } = campaign;
  const share = (count: number) => (total ? (count / total) * 100 : 0);
  return (
    <div className={classes.progress}>
      <Progress.Root size="sm" role="group" aria-label={`${amount(total - waiting)} of ${amount(total)} are no longer waiting`}>
        {parts.map(([member, word, color]) =>
          campaign[member] ? (
            <Progress.Section key={member} value={share(campaign[member])} color={color} aria-label={word} />
          ) : null,
        )}
      </Progress.Root>
      <dl className={classes.counts}>
        <Count word="Waiting" count={waiting} />
        {parts.map(([member, word]) =>
          campaign[member] || member === 'accepted' ? <Count key={member} word={word} count={campaign[member]} /> : null,
        )}
        <Count word="Delivered" count={delivered} />
        <Count word="Read" count={read} />
      </dl>
      {ends_s && (
        <Text size="xs" c="var(--faint)" className="numeric">
          {state === 'running' ? (
            <>
              All out <Expected at={ends_s} />
            </>
          ) : (
            `Ended ${dateAndTime(ends_s * 1000)}`
          )}
        </Text>
      )}
    </div>
  );
}

function Count({ word, count }: { word: string; count: number }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{amount(count)}</dd>
    </div>
  );
}
