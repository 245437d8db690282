// The steps in Meta's window: one button opens it, the others say what will be asked there.
import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconBrandMeta, IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fullTime, words } from '../format';
import { Refused } from '../shell/refused';
import { useGoLive, useOnboardingCall } from './golive';
import classes from './golive.module.css';
import { type PanelProps, useTell } from './panel';
import { openSignup, prepareSignup, usesSdk } from './signup_window';
import type { SignupRecord } from './types';

export function ContinueWithMeta(props: PanelProps) {
  const { onboarding } = props;
  const api = useGoLive();
  const tell = useTell(props);
  const [failed, setFailed] = useState<string>();
  const stop = useRef<(() => void) | undefined>(undefined);
  const settings = useQuery({ queryKey: ['signup settings'], queryFn: api.signupSettings, staleTime: 60_000 });
  const event = useOnboardingCall(onboarding.id, (to, given: { origin: string; message: string }) =>
    to.signupEvent(onboarding.id, given),
  );
  const code = useOnboardingCall(onboarding.id, (to, given: string) => to.code(onboarding.id, given));
  const ready = useMutation({ mutationFn: prepareSignup });

  const { data } = settings;
  const { mutate: prepare } = ready;
  useEffect(() => {
    if (data && usesSdk(data)) prepare(data);
  }, [data, prepare]);
  // Listening ends with the page, not with this step: the last messages may come when it is no longer in sight.
  useEffect(() => () => stop.current?.(), []);

  function open() {
    if (!data) return;
    setFailed(undefined);
    stop.current?.();
    stop.current = openSignup(data, onboarding.id, onboarding.way, {
      onMessage: (given) => event.mutate(given),
      onCode: (given) => code.mutate(given),
      onFailed: setFailed,
    });
    tell.mutate(true);
  }

  return (
    <Stack gap="md">
      <Group>
        <Button leftSection={<IconBrandMeta size={18} />} loading={settings.isPending || ready.isPending} onClick={open}>
          Continue with Meta
        </Button>
      </Group>
      {data && !usesSdk(data) && data.signup_page && (
        <Text size="xs" c="var(--faint)">
          <IconExternalLink size={12} aria-hidden /> Opens {new URL(data.signup_page, location.href).host}, the signup page that
          is configured here.
        </Text>
      )}
      {code.isPending && (
        <Group gap="xs" role="status">
          <Loader size="sm" />
          <Text size="sm">The code is handed over.</Text>
        </Group>
      )}
      <Refused error={failed ? new Error(failed) : null} />
      <Refused error={settings.error} />
      <Refused error={ready.error} />
      <Refused error={code.error} />
      <Refused error={event.error} />
      <SignupLog events={onboarding.signup ?? []} />
    </Stack>
  );
}

function SignupLog({ events }: { events: SignupRecord[] }) {
  if (!events.length) return null;
  return (
    <section aria-label="What Meta’s window said">
      <Text size="sm" fw={600}>
        What Meta’s window said
      </Text>
      <ol className={classes.signup}>
        {events.map((event, index) => (
          <li key={`${event.at} ${index}`} data-signup={event.kind}>
            {fullTime(event.at)}: {words(event.kind)}
            {event.step && ` at ${words(event.step)}`}
            {event.error_message && `, “${event.error_message}”`}
            {event.error_id && `, error ${event.error_id}`}
            {event.session_id && `, session ${event.session_id}`}
          </li>
        ))}
      </ol>
    </section>
  );
}

// What happens inside Meta's window is guidance here.
export function InMeta({ step }: PanelProps) {
  return (
    <Text size="sm" c="var(--faint)">
      {step.state === 'done' ? 'Done in Meta’s window.' : 'This is asked in Meta’s window, which “Continue with Meta” opens.'}
    </Text>
  );
}
