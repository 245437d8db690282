// Messages of which nobody knows whether they went out. They are never sent again by themselves.
import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { plural } from '../format';
import { Card } from '../number/tab';
import { Decide } from '../sending/decide';
import { sendsQuery } from '../sending/sending_api';
import classes from './queue.module.css';
import { SendLine } from './send_line';

export function InDoubt({ number, count }: { number: string; count: number }) {
  const query = useInfiniteQuery({ ...sendsQuery(number, { state: 'in_doubt' }), enabled: count > 0 });
  if (!count) return null;
  const sends = query.data?.pages.flatMap((page) => page.sends) ?? [];
  return (
    <Card title="In doubt">
      <Text size="sm" mb={8}>
        {plural(count, 'message', 'messages')} began to go out, and no answer came. None is sent again unless you say so.
      </Text>
      <ul className={classes.list}>
        {sends.map((send) => (
          <li key={send.id} className={classes.item} data-in-doubt={send.id}>
            <SendLine number={number} send={send} />
            <Decide number={number} send={send} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Card>
  );
}
