// All numbers at a glance: who they are, where they stand, what is due next, how far their history has come.
import { Button } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plural } from '../format';
import { numbers_query } from '../session/queries';
import { Asked } from '../shell/asked';
import { Notice } from '../shell/notice';
import { Page } from '../shell/page';
import { NumberRow } from './number_row';
import { Overview } from './overview';

export function NumbersPage() {
  const numbers = useQuery(numbers_query);
  return (
    <Page title="Numbers" aside={numbers.data && plural(numbers.data.length, 'number', 'numbers')}>
      <Asked query={numbers} what="The numbers">
        {(entries) =>
          entries.length ? (
            <Overview headings={['Number', 'State', 'Next', 'History']} counts={['Conversations', 'Messages']}>
              {entries.map((entry) => (
                <NumberRow key={entry.number} entry={entry} />
              ))}
            </Overview>
          ) : (
            <Notice
              icon={<IconPhoneOff size={32} />}
              title="No numbers yet"
              action={
                <Button variant="light" renderRoot={(props) => <Link to="/apps" {...props} />}>
                  Go live with an app
                </Button>
              }
            >
              A number appears here by itself with its first webhook, or when an app goes live.
            </Notice>
          )
        }
      </Asked>
    </Page>
  );
}
