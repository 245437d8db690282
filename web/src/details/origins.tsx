// Which deliveries say something about a message, and where in them. The server reads what it has stored, so this is asked
// for only when somebody looks.
import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Fact } from 'twinline';
import { dateAndTime } from '../format';
import { api, type StoredFact } from '../session/api';
import classes from './details.module.css';

export function Origins({ number, id }: { number: string; id: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['facts', number, id],
    queryFn: () => api.facts(number, id),
    staleTime: 30_000,
  });
  return (
    <section className={classes.origins} aria-label="Where it came from" aria-busy={isPending}>
      <Text component="h3" size="sm" fw={600}>
        Where it came from
      </Text>
      {isPending && <Loader size="sm" aria-label="Reading the stored deliveries" />}
      {error && (
        <Text size="sm" c="var(--faint)">
          {error.message}
        </Text>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="var(--faint)">
          No stored delivery names it. It came with imported records.
        </Text>
      )}
      <ol>
        {data?.map((fact) => (
          <li key={`${fact.lane ?? 0}/${fact.delivery}${fact.path}`}>
            <Origin fact={fact} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Origin({ fact }: { fact: StoredFact }) {
  return (
    <details className={classes.origin}>
      <summary>
        <span className={classes.kind}>{kindOf(fact.event)}</span>
        <span className={classes.when}>{fact.received ? dateAndTime(fact.received) : 'time unknown'}</span>
        <span className={classes.place}>
          Delivery {fact.delivery} <code className={classes.code}>{fact.path}</code>
        </span>
      </summary>
      <pre tabIndex={0}>{JSON.stringify(fact.event, null, 2)}</pre>
    </details>
  );
}

function kindOf(event: Fact): string {
  const word = event.event[0]?.toUpperCase() + event.event.slice(1);
  if (event.event === 'status') return `${word}: ${event.status ?? '?'}`;
  return 'origin' in event && event.origin ? `${word}, ${event.origin.replace('_', ' ')}` : word;
}
