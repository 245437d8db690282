// All steps of an onboarding, and how each stands.
import { Button, Collapse, Progress, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import {
  IconAlertCircle, IconChevronDown, IconCircle, IconCircleCheckFilled, IconCircleMinus, IconLoader,
} from '@tabler/icons-react';
import { amount } from '../format';
import classes from './golive.module.css';
import { grouped, titleOf } from './step_names';
import type { Step, StepState } from './types';

const signs: Record<StepState, { icon: typeof IconCircle; color: string; word: string }> = {
  open: { icon: IconCircle, color: 'var(--faint)', word: 'open' },
  waiting: { icon: IconLoader, color: 'var(--mantine-color-blue-text)', word: 'waiting' },
  done: { icon: IconCircleCheckFilled, color: 'var(--mantine-color-line-text)', word: 'done' },
  failed: { icon: IconAlertCircle, color: 'var(--mantine-color-red-text)', word: 'failed' },
  skipped: { icon: IconCircleMinus, color: 'var(--faint)', word: 'not needed' },
};

interface StepListProps {
  steps: Step[];
  chosen: string;
  onChoose: (step: string) => void;
}

export function StepList({ steps, chosen, onChoose }: StepListProps) {
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const [open, { toggle, close }] = useDisclosure(false);
  const needed = steps.filter((step) => step.state !== 'skipped');
  const done = needed.filter((step) => step.state === 'done').length;

  const list = grouped(steps).map((group) => (
    <div key={group.title}>
      <h2>{group.title}</h2>
      <ol>
        {group.steps.map((step) => (
          <li key={step.step}>
            <UnstyledButton
              className={classes.step}
              data-step={step.step}
              data-state={step.state}
              aria-current={step.step === chosen ? 'step' : undefined}
              onClick={() => {
                onChoose(step.step);
                close();
              }}
            >
              <Sign state={step.state} />
              {titleOf(step.step)}
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </div>
  ));
  const bar = (
    <Progress.Root size={5} radius="xl" mx={10} mt={4} mb={6}>
      <Progress.Section value={(100 * done) / Math.max(needed.length, 1)} aria-label="Steps done" />
    </Progress.Root>
  );

  if (!narrow) {
    return (
      <nav className={classes.steps} aria-label="Steps">
        <Text size="xs" c="var(--faint)" px={10} className="numeric">
          {amount(done)} of {amount(needed.length)} steps done
        </Text>
        {bar}
        {list}
      </nav>
    );
  }
  return (
    <nav className={classes.steps} aria-label="Steps">
      <Button
        variant="subtle"
        color="gray"
        fullWidth
        justify="space-between"
        rightSection={<IconChevronDown size={16} />}
        aria-expanded={open}
        onClick={toggle}
      >
        {titleOf(chosen)} · {amount(done)} of {amount(needed.length)} done
      </Button>
      {bar}
      <Collapse expanded={open}>{open && list}</Collapse>
    </nav>
  );
}

function Sign({ state }: { state: StepState }) {
  const { icon: Icon, color, word } = signs[state] ?? signs.open;
  return (
    <>
      <Icon size={16} color={color} aria-hidden />
      <VisuallyHidden>{word}:</VisuallyHidden>
    </>
  );
}
