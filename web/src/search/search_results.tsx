// What a search found: people first, then messages from the newest to the oldest. More are asked for at the end of the list.
import { Button, Text, VisuallyHidden } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ConversationRow } from '../inbox/conversation_row';
import { plural } from '../format';
import { useNow, useSearchResult } from '../live/hooks';
import { Notice } from '../shell/notice';
import { FoundMessage } from './found_message';
import classes from './search.module.css';

const first_messages = 30;
const shown_people = 5;

interface SearchResultsProps {
  number: string;
  sought: string;
  chosen: string | undefined;
}

export function SearchResults({ number, sought, chosen }: SearchResultsProps) {
  const [limit, setLimit] = useState(first_messages);
  const [allPeople, setAllPeople] = useState(false);
  const now_ms = useNow();
  const { threads, messages, next } = useSearchResult(number, sought, limit);
  const people = allPeople ? threads : threads.slice(0, shown_people);

  if (!threads.length && !messages.length) {
    return (
      <Notice icon={<IconSearchOff size={32} />} title="Nothing found">
        All words must occur in one message or name. “Words in quotes” are looked for as they stand.
      </Notice>
    );
  }
  return (
    <div className={classes.results} role="region" aria-label="Search results">
      <VisuallyHidden role="status">
        {plural(threads.length, 'conversation', 'conversations')},{' '}
        {next ? `more than ${limit} messages` : plural(messages.length, 'message', 'messages')}
      </VisuallyHidden>
      {people.length > 0 && (
        <section aria-label="People found">
          <Heading>People</Heading>
          {people.map((row) => (
            <div key={row.thread} className={classes.person}>
              <ConversationRow number={number} row={row} chosen={false} reachable now_ms={now_ms} />
            </div>
          ))}
          {people.length < threads.length && (
            <Button variant="subtle" size="compact-sm" className={classes.more} onClick={() => setAllPeople(true)}>
              Show all {threads.length}
            </Button>
          )}
        </section>
      )}
      {messages.length > 0 && (
        <section aria-label="Messages found">
          <Heading>Messages</Heading>
          {messages.map((row) => (
            <FoundMessage key={row.id} number={number} row={row} chosen={row.id === chosen} now_ms={now_ms} />
          ))}
          {next && (
            <Button
              variant="subtle"
              size="compact-sm"
              className={classes.more}
              onClick={() => setLimit(limit + 2 * first_messages)}
            >
              Show older messages
            </Button>
          )}
        </section>
      )}
    </div>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Text component="h2" size="xs" fw={600} c="var(--faint)" className={classes.heading}>
      {children}
    </Text>
  );
}
