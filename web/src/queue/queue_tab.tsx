// What a number is sending: how it stands, how much of its rate is used, what waits, and what went wrong.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Tab } from '../number/tab';
import { Asked } from '../shell/asked';
import { Failures } from './failures';
import { Gauge } from './gauge';
import { InDoubt } from './in_doubt';
import { Lanes } from './lanes';
import { queueQuery } from './queue_api';
import { SendList } from './send_list';
import { PauseButton, Standing } from './standing';

export function QueueTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const query = useQuery(queueQuery(number));
  return (
    <Tab title="Queue" action={query.data && !query.data.paused && !query.data.stopped && <PauseButton number={number} />}>
      <Asked query={query} what="The queue">
        {(queue) => (
          <>
            <Standing number={number} queue={queue} />
            {queue.rate > 0 && <Gauge queue={queue} />}
            <Lanes lanes={queue.lanes} />
            <InDoubt number={number} count={queue.in_doubt} />
            <Failures failures={queue.failures} />
            <SendList number={number} />
          </>
        )}
      </Asked>
    </Tab>
  );
}
