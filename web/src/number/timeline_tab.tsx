// What has happened to a number, the newest first, and who said so.
import { Text, Timeline } from '@mantine/core';
import { IconHistory, IconMessageReply, IconPencil, IconUser, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { fullTime, isoTime } from '../format';
import { Asked } from '../shell/asked';
import { Notice } from '../shell/notice';
import { timelineQuery } from './number_api';
import { Tab } from './tab';
import classes from './tab.module.css';
import type { TimelineEvent } from './types';

const sources: Record<string, { word: string; icon: typeof IconWebhook }> = {
  webhook: { word: 'Webhook from Meta', icon: IconWebhook },
  answer: { word: "Meta's answer", icon: IconMessageReply },
  person: { word: 'Entered by a person', icon: IconUser },
  here: { word: 'Changed from here', icon: IconPencil },
};

export function TimelineTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const timeline = useQuery(timelineQuery(number));
  return (
    <Tab title="Timeline">
      <Asked query={timeline} what="The timeline">
        {(events) =>
          events.length ? (
            <Timeline bulletSize={24} lineWidth={2} active={events.length} color="line" autoContrast>
              {events.map((event, index) => (
                <Event key={`${event.at} ${event.kind} ${events.length - index}`} event={event} />
              ))}
            </Timeline>
          ) : (
            <Notice icon={<IconHistory size={32} />} title="Nothing has happened yet" />
          )
        }
      </Asked>
    </Tab>
  );
}

function Event({ event }: { event: TimelineEvent }) {
  const { word, icon: Icon } = sources[event.source] ?? { word: event.source, icon: IconHistory };
  const detail = event.detail && Object.keys(event.detail).length > 0;
  return (
    <Timeline.Item bullet={<Icon size={13} aria-hidden />} data-event={event.kind}>
      <Text size="sm" fw={550}>
        {event.text}
      </Text>
      <Text size="xs" c="var(--faint)">
        <time dateTime={isoTime(event.at)}>{fullTime(event.at)}</time> · {word}
      </Text>
      {detail && (
        <details className={classes.detail}>
          <summary>Details</summary>
          <pre tabIndex={0}>{JSON.stringify(event.detail, null, 2)}</pre>
        </details>
      )}
    </Timeline.Item>
  );
}
