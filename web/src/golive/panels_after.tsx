// The steps after Meta's window: mostly the shim's own work, shown as it goes.
import { Alert, Button, Group, Loader, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconConfetti, IconDeviceMobile } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { phone } from '../format';
import { useFollow } from '../live/hooks';
import { Indicator } from '../number/stage';
import { SyncView } from '../number/sync_tab';
import classes from './golive.module.css';
import { type PanelProps, Refused, useForBusiness, useTell } from './panel';

export function AtWork({ step }: PanelProps) {
  if (step.state !== 'waiting') return null;
  return (
    <Group gap="xs" role="status">
      <Loader size="sm" />
      <Text size="sm">This goes on by itself.</Text>
    </Group>
  );
}

export function Exchange(props: PanelProps) {
  return (
    <Stack gap="md">
      <AtWork {...props} />
      {props.step.state === 'failed' && (
        <Text size="sm">A code can be used only once: open Meta’s window again in the step “Continue with Meta”.</Text>
      )}
    </Stack>
  );
}

export function WithRetry(props: PanelProps) {
  const tell = useTell(props);
  return (
    <Stack gap="md">
      <AtWork {...props} />
      <Refused error={tell.error} />
      {props.step.state === 'failed' && (
        <Group>
          <Button loading={tell.isPending} onClick={() => tell.mutate(true)}>
            Try again
          </Button>
        </Group>
      )}
    </Stack>
  );
}

// Meta's last message can be lost on its way; the ids also stand in Meta's Business Manager.
export function FindNumber(props: PanelProps) {
  const tell = useTell(props);
  const [waba, setWaba] = useState('');
  const [number, setNumber] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    tell.mutate({ waba: waba.trim(), ...(number.trim() ? { phone_number_id: number.trim() } : {}) });
  }

  return (
    <Stack gap="md">
      <WithRetry {...props} />
      {!props.onboarding.waba && (
        <form onSubmit={submit} aria-label="The account's ids">
          <Stack gap="sm">
            <div className={classes.formGrid}>
              <TextInput
                label="WhatsApp Business account ID"
                value={waba}
                onChange={(event) => setWaba(event.currentTarget.value)}
              />
              <TextInput
                label="Phone number ID, if known"
                value={number}
                onChange={(event) => setNumber(event.currentTarget.value)}
              />
            </div>
            <Refused error={tell.error} />
            <Group>
              <Button type="submit" variant="light" disabled={!waba.trim()} loading={tell.isPending}>
                Use these ids
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

export function ChooseNumber(props: PanelProps) {
  const tell = useTell(props);
  const { numbers = [], number = '' } = props.onboarding;
  const [chosen, setChosen] = useState(number);
  if (!numbers.length) return <AtWork {...props} />;
  return (
    <Stack gap="md">
      <Radio.Group aria-label="Number" value={chosen} onChange={setChosen}>
        <div className={classes.choices}>
          {numbers.map((one) => (
            <label key={one.id} className={classes.choice} data-choice={one.id}>
              <Group wrap="nowrap" align="start" gap="sm">
                <Radio value={one.id} aria-label={one.phone ?? one.id} />
                <div>
                  <Text size="sm" fw={600} className="numeric">
                    {one.phone ? phone(one.phone) : one.id}
                  </Text>
                  <Text size="xs" c="var(--faint)" mb={6}>
                    {[one.name, `ID ${one.id}`].filter(Boolean).join(' · ')}
                  </Text>
                  {typeof one.coexists === 'boolean' && <Indicator way={one.coexists ? 'coexistence' : 'cloud_api'} />}
                </div>
              </Group>
            </label>
          ))}
        </div>
      </Radio.Group>
      <Refused error={tell.error} />
      <Group>
        <Button disabled={!chosen} loading={tell.isPending} onClick={() => tell.mutate(chosen)}>
          Confirm
        </Button>
      </Group>
    </Stack>
  );
}

export function Sync(props: PanelProps) {
  const forBusiness = useForBusiness();
  const { number } = props.onboarding;
  return (
    <Stack gap="md">
      <Alert color="blue" variant="light" p="sm" icon={<IconDeviceMobile size={18} />}>
        Keep the app open on the phone until this is complete.
      </Alert>
      {number && !forBusiness ? <FollowedSync number={number} /> : <AtWork {...props} />}
    </Stack>
  );
}

function FollowedSync({ number }: { number: string }) {
  useFollow(number, { pinned: true });
  return <SyncView number={number} />;
}

export function IsLive({ onboarding, step }: PanelProps) {
  const forBusiness = useForBusiness();
  if (step.state !== 'done') return null;
  return (
    <Stack gap="md" align="start">
      <Alert color="line" variant="light" icon={<IconConfetti size={20} />} title="Live" role="status" w="100%">
        {forBusiness ? 'Your number is connected. You can close this page.' : 'The number is connected.'}
      </Alert>
      {onboarding.number && !forBusiness && (
        <Button
          renderRoot={(props) => (
            <Link to="/numbers/$number" params={{ number: onboarding.number as string }} search={{}} {...props} />
          )}
        >
          Open the inbox
        </Button>
      )}
    </Stack>
  );
}
