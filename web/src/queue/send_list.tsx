// The sends of a number or a campaign, the newest first, by state.
import { Button, NativeSelect, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from '../format';
import { Card } from '../number/tab';
import { CancelSend } from '../sending/cancel_send';
import { Decide } from '../sending/decide';
import { sendsQuery } from '../sending/sending_api';
import type { Send, SendState } from '../sending/types';
import { Asked } from '../shell/asked';
import classes from './queue.module.css';
import { SendLine } from './send_line';

const states: SendState[] = ['waiting', 'in_flight', 'accepted', 'failed', 'dropped', 'in_doubt'];
const options = [{ value: '', label: 'All' }, ...states.map((state) => ({ value: state, label: words(state) }))];

export function SendList({ number, campaign }: { number: string; campaign?: string }) {
  const [state, setState] = useState('');
  const query = useInfiniteQuery(sendsQuery(number, { ...(state ? { state } : {}), ...(campaign ? { campaign } : {}) }));
  return (
    <Card
      title="Messages"
      action={
        <NativeSelect
          size="xs"
          aria-label="Show the messages that are"
          data={options}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
        />
      }
    >
      <Asked query={query} what="The messages">
        {({ pages }) => {
          const sends = pages.flatMap((page) => page.sends);
          if (!sends.length) return <Text size="sm">{state ? 'There are none of these.' : 'Nothing was sent from here yet.'}</Text>;
          return (
            <ul className={classes.list}>
              {sends.map((send) => (
                <li key={send.id} className={classes.item} data-send={send.id}>
                  <SendLine number={number} send={send} />
                  {/* The queue has its own list of what is in doubt. */}
                  {(campaign || send.state !== 'in_doubt') && <Actions number={number} send={send} />}
                </li>
              ))}
            </ul>
          );
        }}
      </Asked>
      {query.hasNextPage && (
        <Button variant="subtle" mt={6} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Card>
  );
}

function Actions({ number, send }: { number: string; send: Send }) {
  if (send.state === 'in_doubt') return <Decide number={number} send={send} />;
  if (send.state !== 'waiting') return null;
  return (
    <div>
      <CancelSend number={number} id={send.id}>
        {(cancel, busy) => (
          <Button size="compact-xs" variant="default" loading={busy} onClick={cancel} aria-label={`Cancel the message to ${send.to}`}>
            Cancel
          </Button>
        )}
      </CancelSend>
    </div>
  );
}
