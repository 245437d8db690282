// What a campaign would do, as the shim's scheduler foresees it.
import { Stack, Text } from '@mantine/core';
import { amount, fullTime, phone } from '../format';
import { Card } from '../number/tab';
import { type FactRow, Facts } from '../shell/facts';
import classes from './campaigns.module.css';
import type { Preview } from './types';

export function PreviewCard({ preview }: { preview: Preview }) {
  const { recipients, duplicates, opted_out, begins_s, ends_s, per_minute, waits_for, invalid } = preview;
  const { users_limit, users_reached = 0, users_full_s } = preview;
  const rows: FactRow[] = [
    ['Recipients', amount(recipients)],
    ['Given more than once', amount(duplicates)],
    ['Want no such messages', amount(opted_out)],
    ['Not usable', invalid.length ? `${amount(invalid.length)}${invalid.length >= 100 ? ' or more' : ''}` : '0'],
    ['Begins', begins_s && fullTime(begins_s)],
    ['Ends', ends_s && fullTime(ends_s)],
    ['Pace', per_minute === undefined ? undefined : `${amount(per_minute)} a minute`],
    ['Waits for', waits_for],
    ["Meta's limit of users a day", users_limit && `${amount(users_reached)} of ${amount(users_limit)} reached by this number`],
    ['Limit reached', users_full_s && fullTime(users_full_s)],
  ];
  return (
    <Card title="What will happen">
      <Stack gap="sm" role="status" data-preview>
        <Facts rows={rows.filter(([, value]) => value !== undefined)} />
        {invalid.length > 0 && (
          <details>
            <summary>
              <Text size="sm" component="span">
                What cannot be used
              </Text>
            </summary>
            <ul className={classes.invalid} tabIndex={0} aria-label="What cannot be used">
              {invalid.map((one) => (
                <li key={one.line}>
                  Recipient {amount(one.line)}, {one.to ? phone(one.to) : 'empty'}: {one.why}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Stack>
    </Card>
  );
}
