// The steps after Meta's window: mostly the shim's own work, shown as it goes.
import { Alert, Button, Group, Loader, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconConfetti } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { phone } from '../format';
import { useFollow } from '../live/hooks';
import { Indicator } from '../number/stage';
import { SyncView } from '../number/sync_tab';
import { Refused } from '../shell/refused';
import { useOnboardingCall } from './golive';
import classes from './golive.module.css';
import { type PanelProps, useForBusiness, useTell } from './panel';
import { Choices } from './panels_prepare';

export function AtWork({ step }: PanelProps) {
  if (step.state !== 'waiting') return null;
  return (
    <Group gap="xs" role="status">
      <Loader size="sm" />
      <Text size="sm">This goes on by itself.</Text>
    </Group>
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
  const { numbers = [], number } = props.onboarding;
  if (!numbers.length) return <AtWork {...props} />;
  const choices = numbers.map(({ id, phone: digits, name, coexists }) => ({
    value: id,
    title: digits ? phone(digits) : id,
    text: [name, `ID ${id}`].filter(Boolean).join(' · '),
    sign: typeof coexists === 'boolean' && <Indicator way={coexists ? 'coexistence' : 'cloud_api'} />,
  }));
  return <Choices label="Number" choices={choices} action="Confirm" known={number} {...props} />;
}

// Only of a number of the Cloud API alone. The shim uses the PIN once and keeps it nowhere.
export function Registration({ onboarding, step }: PanelProps) {
  const [pin, setPin] = useState('');
  const register = useOnboardingCall(onboarding.id, (api, typed: string) => api.register(onboarding.id, typed));

  function submit(event: FormEvent) {
    event.preventDefault();
    register.mutate(pin, { onSuccess: () => setPin('') });
  }

  if (step.state === 'done' || step.state === 'skipped') return null;
  if (step.state === 'waiting') return <AtWork onboarding={onboarding} step={step} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordInput
          label="PIN"
          description="Six digits"
          maw={200}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          value={pin}
          onChange={(event) => setPin(event.currentTarget.value)}
        />
        <Refused error={register.error} />
        <Group>
          <Button type="submit" disabled={!pin} loading={register.isPending}>
            Register the number
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function Sync(props: PanelProps) {
  const forBusiness = useForBusiness();
  const { number } = props.onboarding;
  return (
    <Stack gap="md">
      {!forBusiness && number ? <FollowedSync number={number} /> : <AtWork {...props} />}
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
