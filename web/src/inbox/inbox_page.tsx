// One number: its conversations at the left, the open one at the right. On a narrow screen one of the two.
import { useMediaQuery } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { useParams, useSearch } from '@tanstack/react-router';
import { Conversation } from '../conversation/conversation';
import { useFollow, useSummary } from '../live/hooks';
import { Notice } from '../shell/notice';
import { ConversationList } from './conversation_list';
import { InboxHeader } from './inbox_header';
import classes from './inbox.module.css';

export function InboxPage() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const { chat } = useSearch({ from: '/in/numbers/$number' });
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const summary = useSummary(number);
  useFollow(number, { pinned: true });

  return (
    <div className={classes.inbox}>
      {!(narrow && chat) && (
        <section className={classes.side} aria-label="Inbox">
          <InboxHeader number={number} summary={summary} />
          <ConversationList number={number} total={summary?.threads ?? 0} chosen={chat} />
        </section>
      )}
      {!(narrow && !chat) && (
        <section className={classes.open} aria-label="Conversation">
          {chat ? (
            <Conversation key={chat} number={number} thread={chat} narrow={narrow} />
          ) : (
            <Notice icon={<IconMessages size={32} />} title="No conversation open">
              Choose one from the list.
            </Notice>
          )}
        </section>
      )}
    </div>
  );
}
