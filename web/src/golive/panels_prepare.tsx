// The steps before Meta's window.
import { Alert, Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Refused } from '../shell/refused';
import { EligibilityForm, type FactValues } from './eligibility_form';
import { EnableCoexistence } from './enable_coexistence';
import { useGoLive } from './golive';
import classes from './golive.module.css';
import { NewMessagesChoice } from './new_messages';
import { type PanelProps, Told, useForBusiness, useTell } from './panel';
import { VerdictView } from './verdict';

const ways = [
  { value: 'coexistence', text: 'Coexistence' },
  { value: 'cloud_api', text: 'Cloud API' },
];

interface ChoicesProps extends PanelProps {
  label: string;
  choices: { value: string; title?: string; text: string; sign?: ReactNode }[];
  known?: unknown;
  action: string;
}

// One of several, told when the button is pressed.
export function Choices({ label, choices, action, known, ...props }: ChoicesProps) {
  const tell = useTell(props);
  const told = props.step.value ?? known;
  const [chosen, setChosen] = useState(typeof told === 'string' ? told : '');
  return (
    <Stack gap="md">
      <Radio.Group aria-label={label} value={chosen} onChange={setChosen}>
        <div className={classes.choices}>
          {choices.map(({ value, title, text, sign }) => (
            <label key={value} className={classes.choice} data-choice={value}>
              <Group wrap="nowrap" align="start" gap="sm">
                <Radio value={value} aria-label={title ?? text} />
                <div>
                  <Text size="sm" fw={title ? 600 : 400}>
                    {title ?? text}
                  </Text>
                  {title && (
                    <Text size="sm" c="var(--faint)">
                      {text}
                    </Text>
                  )}
                  {sign}
                </div>
              </Group>
            </label>
          ))}
        </div>
      </Radio.Group>
      <Refused error={tell.error} />
      <Group>
        <Button disabled={!chosen} loading={tell.isPending} onClick={() => tell.mutate(chosen)}>
          {action}
        </Button>
      </Group>
    </Stack>
  );
}

export function ChooseWay(props: PanelProps) {
  const told = props.step.choices?.map(({ value, text }) => {
    return { value, title: ways.find((way) => way.value === value)?.text ?? value, text };
  });
  return <Choices label="Connection type" choices={told ?? ways} action="Continue" {...props} />;
}

// The verdict and what changes for the business are read first; then the facts are told, whatever the verdict.
export function CheckEligibility(props: PanelProps) {
  const api = useGoLive();
  const tell = useTell(props);
  const check = useMutation({
    mutationFn: async ({ policy, facts }: { policy: string; facts: FactValues }) => {
      return { facts, verdict: await api.check(policy, undefined, facts) };
    },
  });
  const known = props.step.value;
  const against = check.data?.verdict.verdict === 'not_eligible';
  return (
    <Stack gap="lg">
      <EligibilityForm
        known={known && typeof known === 'object' ? (known as FactValues) : {}}
        busy={check.isPending}
        error={check.error}
        onCheck={(policy, facts) => check.mutate({ policy, facts })}
      />
      {check.data && (
        <>
          <VerdictView verdict={check.data.verdict} />
          <Refused error={tell.error} />
          <Group>
            <Button
              variant={against ? 'default' : 'filled'}
              loading={tell.isPending}
              onClick={() => tell.mutate(check.data.facts)}
            >
              {against ? 'Go on anyway' : 'Continue'}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

export function Enable({ onboarding, step }: PanelProps) {
  const forBusiness = useForBusiness();
  const client = useQueryClient();
  if (step.state === 'done') return <Told>Coexistence is enabled for this app.</Told>;
  if (forBusiness) return <Text size="sm">Your provider enables it; nothing is to be done here.</Text>;
  // It belongs to the app; its onboardings learn of it from the shim.
  const onEnabled = () => client.invalidateQueries({ queryKey: ['onboarding', onboarding.id] });
  return <EnableCoexistence id={onboarding.app} onEnabled={() => void onEnabled()} />;
}

export function StorageRegion(props: PanelProps) {
  const tell = useTell(props);
  const told = typeof props.step.value === 'string' ? props.step.value : '';
  const [region, setRegion] = useState(told === 'none' ? '' : told);
  if (props.step.choices) return <Choices label="Storage region" choices={props.step.choices} action="Next" {...props} />;

  function submit(event: FormEvent) {
    event.preventDefault();
    tell.mutate(region.trim().toUpperCase());
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Country"
          description="Two letters"
          maw={260}
          value={region}
          onChange={(event) => setRegion(event.currentTarget.value)}
        />
        <Refused error={tell.error} />
        <Group>
          <Button type="submit" disabled={!region.trim()} loading={tell.isPending}>
            Next
          </Button>
          <Button variant="default" loading={tell.isPending} onClick={() => tell.mutate('none')}>
            No local storage
          </Button>
        </Group>
        {told && <Told>{told === 'none' ? 'No local storage was chosen.' : `${told} was chosen.`}</Told>}
      </Stack>
    </form>
  );
}

interface Contact {
  name: string;
  email: string;
  phone: string;
  terms: boolean;
}

const contact_lines = [
  ['name', 'Name', 'name'],
  ['email', 'Email', 'email'],
  ['phone', 'Phone number', 'tel'],
] as const;

export function ContactDetails(props: PanelProps) {
  const tell = useTell(props);
  const known = (props.step.value ?? {}) as Partial<Contact>;
  const [contact, setContact] = useState<Contact>({ name: '', email: '', phone: '', terms: false, ...known });
  const set = (change: Partial<Contact>) => setContact((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    tell.mutate(contact);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div className={classes.formGrid}>
          {contact_lines.map(([member, label, autoComplete]) => (
            <TextInput
              key={member}
              label={label}
              autoComplete={autoComplete}
              value={contact[member]}
              onChange={(event) => set({ [member]: event.currentTarget.value })}
            />
          ))}
        </div>
        <Checkbox
          label="The terms and conditions are accepted, and the contact details are right"
          checked={contact.terms}
          onChange={(event) => set({ terms: event.currentTarget.checked })}
        />
        <Refused error={tell.error} />
        <Group>
          <Button type="submit" loading={tell.isPending}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

// Before the point of no return: what is not shared in Meta's window never comes.
export function ShareChats(props: PanelProps) {
  const tell = useTell(props);
  const forBusiness = useForBusiness();
  const { value } = props.step;
  return (
    <Stack gap="md">
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={20} />} title="Before the point of no return" p="sm">
        Make sure that the person with the phone knows this before going on.
      </Alert>
      {!forBusiness && <NewMessagesChoice app={props.onboarding.app} />}
      <Refused error={tell.error} />
      <Group>
        <Button loading={tell.isPending} variant={value === true ? 'filled' : 'light'} onClick={() => tell.mutate(true)}>
          All chats will be shared
        </Button>
        <Button variant="default" loading={tell.isPending} onClick={() => tell.mutate(false)}>
          Go on without history
        </Button>
      </Group>
      {typeof value === 'boolean' && (
        <Told>{value ? 'All chats will be shared.' : 'Chosen: go on without history.'}</Told>
      )}
    </Stack>
  );
}
