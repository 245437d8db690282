// What failed, grouped by the code that Meta gave, with what to do about it.
import { Badge, Group, Text } from '@mantine/core';
import { fullTime, isoTime, moment, plural } from '../format';
import { useNow } from '../live/hooks';
import { Card } from '../number/tab';
import classes from './queue.module.css';
import type { FailureGroup } from './types';

export function Failures({ failures }: { failures: FailureGroup[] }) {
  if (!failures.length) return null;
  return (
    <Card title="Failures">
      <ul className={classes.list}>
        {failures.map((group) => (
          <Failure key={group.code} group={group} />
        ))}
      </ul>
    </Card>
  );
}

function Failure({ group }: { group: FailureGroup }) {
  const now_ms = useNow();
  const { code, count, title, meaning, action, last_s } = group;
  return (
    <li className={classes.item} data-failure={code}>
      <Group gap={8} wrap="nowrap" justify="space-between" align="start">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {title ?? `Error ${code}`}
        </Text>
        <Badge color="red" variant="light" tt="none" style={{ flex: 'none' }} className="numeric">
          {plural(count, 'message', 'messages')}
        </Badge>
      </Group>
      {meaning && <Text size="sm">{meaning}</Text>}
      {action && (
        <Text size="sm">
          <strong>What to do:</strong> {action}
        </Text>
      )}
      <Text size="xs" c="var(--faint)" className="numeric">
        Code {code}
        {last_s ? (
          <>
            {' · last '}
            <time dateTime={isoTime(last_s)} title={fullTime(last_s)}>
              {moment(last_s, now_ms)}
            </time>
          </>
        ) : null}
      </Text>
    </li>
  );
}
