// What a step of the wizard is made of: a person tells something, the shim answers with the new state.
import { Badge, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { createContext, type ReactNode, use, useId } from 'react';
import { words } from '../format';
import { Deadline } from '../shell/deadline';
import { useOnboardingCall } from './golive';
import classes from './golive.module.css';
import { titleOf } from './step_names';
import type { Onboarding, Step } from './types';

export interface PanelProps {
  onboarding: Onboarding;
  step: Step;
}

// Steps that somebody without a login cannot take look otherwise.
const BusinessContext = createContext(false);
export const ForBusiness = BusinessContext;
export const useForBusiness = () => use(BusinessContext);

export function useTell({ onboarding, step }: PanelProps) {
  return useOnboardingCall(onboarding.id, (api, value: unknown) => api.tell(onboarding.id, step.step, value));
}

const colors: Record<string, string> = { open: 'gray', waiting: 'blue', done: 'line', failed: 'red', skipped: 'gray' };

export function PanelFrame({ onboarding, step, children }: PanelProps & { children: ReactNode }) {
  const title = useId();
  const next = onboarding.next?.step === step.step ? onboarding.next : undefined;
  return (
    <section className={classes.panel} aria-labelledby={title} data-panel={step.step}>
      <Group justify="space-between" mb={6} gap="sm">
        <Title order={2} size="h4" id={title}>
          {titleOf(step.step)}
        </Title>
        <Group gap="sm">
          <Deadline until={next?.until} />
          <Badge color={colors[step.state] ?? 'gray'} variant="light" tt="none" data-step-state={step.state}>
            {words(step.state)}
          </Badge>
        </Group>
      </Group>
      <Text size="sm" mb="md" maw={640}>
        {step.text}
      </Text>
      {children}
    </section>
  );
}

export function Told({ children }: { children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap">
      <IconCircleCheck size={18} color="var(--mantine-color-line-text)" aria-hidden />
      <Text size="sm">{children}</Text>
    </Group>
  );
}
