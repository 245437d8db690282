// What is known about a business and its number. Everything may stay open; the shim judges.
import {
  Alert, Button, Group, NativeSelect, NumberInput, SegmentedControl, Stack, TagsInput, Text, TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useGoLive } from './golive';
import classes from './golive.module.css';

export type FactValues = Record<string, unknown>;

const texts = [
  ['phone', 'Phone number', 'With country code'],
  ['country', 'Country', 'Two letters; else it is told by the number'],
  ['app_version', 'Version of the WhatsApp Business app', 'In the app: Settings, Help, App info'],
  ['partner_type', 'Kind of partner', 'Like Tech Provider or Solution Partner'],
] as const;

const questions = [
  ['official_business_account', 'Official Business Account (green tick)'],
  ['payment_method_in_app', 'A payment method is in the app'],
  ['business_manager_access', 'Facebook login with Business Manager access'],
  ['can_scan_qr', 'Can scan a QR code with the app'],
  ['can_enter_code', 'Can type in an access code'],
  ['previous_credit_line', 'A previous partner still shares a credit line'],
] as const;

const lists = [
  ['companions', 'Linked devices', 'Like Windows, Wear OS, WhatsApp Web; Enter adds one'],
  ['features', 'What the business relies on', 'Like disappearing messages, groups; Enter adds one'],
] as const;

interface EligibilityFormProps {
  known: FactValues;
  busy: boolean;
  error: Error | null;
  dated?: boolean; // ask for a day too
  onCheck: (policy: string, facts: FactValues, at: string | undefined) => void;
}

export function EligibilityForm({ known, busy, error, dated, onCheck }: EligibilityFormProps) {
  const api = useGoLive();
  const policies = useQuery({ queryKey: ['policies'], queryFn: api.policies, staleTime: Number.POSITIVE_INFINITY });
  const [facts, setFacts] = useState(known);
  const [policy, setPolicy] = useState('');
  const [at, setAt] = useState('');
  const chosen = policy || (policies.data?.includes('meta') ? 'meta' : policies.data?.[0]) || '';

  // What is empty is not known, which is another thing than "no".
  function set(name: string, value: unknown) {
    setFacts(({ [name]: _, ...rest }) => {
      const empty = value === '' || value === undefined || (Array.isArray(value) && !value.length);
      return empty ? rest : { ...rest, [name]: value };
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    onCheck(chosen, facts, at || undefined);
  }

  return (
    <form onSubmit={submit} aria-label="Eligibility">
      <div className={classes.formGrid}>
        <NativeSelect
          label="By the rules of"
          data={policies.data ?? []}
          value={chosen}
          onChange={(event) => setPolicy(event.currentTarget.value)}
        />
        {dated && (
          <TextInput label="On the day" type="date" value={at} onChange={(event) => setAt(event.currentTarget.value)} />
        )}
        {texts.map(([name, label, description]) => (
          <TextInput
            key={name}
            label={label}
            description={description}
            value={String(facts[name] ?? '')}
            onChange={(event) => set(name, event.currentTarget.value.trim())}
          />
        ))}
        <NumberInput
          label="Days of active use"
          description="Of the number in the app"
          min={0}
          allowDecimal={false}
          hideControls
          value={typeof facts.active_days === 'number' ? facts.active_days : ''}
          onChange={(value) => set('active_days', value === '' ? undefined : Number(value))}
        />
        {questions.map(([name, label]) => (
          <YesNo key={name} label={label} value={facts[name]} onChange={(value) => set(name, value)} />
        ))}
        {lists.map(([name, label, description]) => (
          <TagsInput
            key={name}
            label={label}
            description={description}
            value={Array.isArray(facts[name]) ? (facts[name] as string[]) : []}
            onChange={(value) => set(name, value)}
          />
        ))}
        <Stack gap="sm" className={classes.wide}>
          {error && (
            <Alert color="red" variant="light" role="alert" p="sm">
              {error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!chosen}>
              Check
            </Button>
          </Group>
        </Stack>
      </div>
    </form>
  );
}

interface YesNoProps {
  label: string;
  value: unknown;
  onChange: (value: boolean | undefined) => void;
}

const answers = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: '', label: 'Not known' },
];

function YesNo({ label, value, onChange }: YesNoProps) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4} aria-hidden>
        {label}
      </Text>
      <SegmentedControl
        aria-label={label}
        size="xs"
        fullWidth
        data={answers}
        value={value === undefined ? '' : value ? 'yes' : 'no'}
        onChange={(chosen) => onChange(chosen === '' ? undefined : chosen === 'yes')}
      />
    </div>
  );
}
