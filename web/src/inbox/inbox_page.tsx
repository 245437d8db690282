// One number: its conversations at the left, the open one at the right. On a narrow screen one of the two.
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Conversation } from '../conversation/conversation';
import { OlderThan, useSummary } from '../live/hooks';
import { lifeQuery } from '../number/number_api';
import { Notice } from '../shell/notice';
import { ConversationList } from './conversation_list';
import { HeldBack } from './held_back';
import { InboxHeader } from './inbox_header';
import { SearchBox } from '../search/search_box';
import { SearchResults } from '../search/search_results';
import classes from './inbox.module.css';

export function InboxPage() {
  const { number } = useParams({ from: '/in/numbers/$number/' });
  const { chat, message } = useSearch({ from: '/in/numbers/$number/' });
  const [typed, setTyped] = useState('');
  const [sought] = useDebouncedValue(typed.trim(), 120);
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const summary = useSummary(number);
  const { data: life, isError: failed } = useQuery(lifeQuery(number));
  const held = life?.held_back;
  // Nothing is shown before it is known what may be seen of it.
  const settled = life !== undefined || failed;
  return (
    <OlderThan value={held?.since ?? 0}>
      <div className={classes.inbox}>
        {!(narrow && chat) && (
          <section className={classes.side} aria-label="Inbox">
            <InboxHeader number={number} summary={summary} />
            {held && <HeldBack number={number} app={life.app} until={held.until} />}
            <SearchBox value={typed} onChange={setTyped} />
            {sought && settled ? (
              <SearchResults key={sought} number={number} sought={sought} chosen={message} />
            ) : (
              <ConversationList number={number} chosen={chat} settled={settled} />
            )}
          </section>
        )}
        {!(narrow && !chat) && (
          <section className={classes.open} aria-label="Conversation">
            {chat && settled ? (
              <Conversation
                key={JSON.stringify([chat, message, held?.since])}
                number={number}
                thread={chat}
                target={message}
                narrow={narrow}
              />
            ) : (
              <Notice icon={<IconMessages size={32} />} title="No conversation open">
                Choose one from the list.
              </Notice>
            )}
          </section>
        )}
      </div>
    </OlderThan>
  );
}
