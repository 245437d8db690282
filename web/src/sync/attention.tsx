// What of a number needs a look: media whose ids end soon, media that never came, and everything else that is missing or
// cannot be read. The package finds it and has the words; here it is only shown.
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Issue, MediaDue } from 'twinline';
import { amount, moment, plural } from '../format';
import classes from './attention.module.css';

interface AttentionProps {
  number: string;
  issues: Issue[];
  media: MediaDue;
  now_ms: number;
}

export function Attention({ number, issues, media, now_ms }: AttentionProps) {
  const first = media.rows.find((row) => row.state === 'due');
  if (!issues.length && !first) return null;
  return (
    <ul className={classes.list} aria-label="Needs a look">
      {first && (
        <li data-issue="media_due">
          <Text size="sm">
            {plural(media.counts.due, 'medium', 'media')} can be fetched for at most a week more, the first until{' '}
            {moment(first.expiresAt, now_ms)}.
          </Text>
          <Examples number={number} examples={media.rows.filter((row) => row.state === 'due')} now_ms={now_ms} />
        </li>
      )}
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.error ?? ''}`} data-issue={issue.code}>
          <Text size="sm">
            {issue.text} <span className={classes.count}>{amount(issue.count)}</span>
          </Text>
          <Text size="xs" c="var(--faint)">
            {issue.action}
            {issue.error ? ` Meta's code is ${issue.error}.` : ''}
          </Text>
          <Examples number={number} examples={issue.examples} now_ms={now_ms} />
        </li>
      ))}
    </ul>
  );
}

interface ExamplesProps {
  number: string;
  examples: { thread?: string; id: string; at?: number }[];
  now_ms: number;
}

// Those that stand in a conversation, to jump to.
function Examples({ number, examples, now_ms }: ExamplesProps) {
  const placed = examples.filter((one) => one.thread).slice(0, 3);
  if (!placed.length) return null;
  return (
    <Text size="xs" component="div" className={classes.examples}>
      {placed.map((one) => (
        <Link
          key={one.id}
          to="/numbers/$number"
          params={{ number }}
          search={{ chat: one.thread as string, message: one.id }}
        >
          {moment(one.at ?? 0, now_ms) || 'Message'}
        </Link>
      ))}
    </Text>
  );
}
