// An onboarding, step by step. The shim says which step is next; somebody may look at any other.
import { Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import { ApiError } from '../session/call';
import { Asked } from '../shell/asked';
import { Notice } from '../shell/notice';
import { onboardingQuery, useGoLive } from './golive';
import classes from './golive.module.css';
import { PanelFrame, type PanelProps, useForBusiness } from './panel';
import { AtWork, ChooseNumber, FindNumber, IsLive, Registration, Sync, WithRetry } from './panels_after';
import { ContinueWithMeta, InMeta } from './panels_meta';
import { CheckEligibility, ChooseWay, ContactDetails, Enable, ShareChats, StorageRegion } from './panels_prepare';
import { ProblemCard } from './problem_card';
import { StepList } from './step_list';
import type { Onboarding } from './types';

const panels: Record<string, ComponentType<PanelProps>> = {
  choose_way: ChooseWay,
  check_eligibility: CheckEligibility,
  enable: Enable,
  storage_region: StorageRegion,
  contact_details: ContactDetails,
  share_chats: ShareChats,
  continue_with_meta: ContinueWithMeta,
  business_portfolio: InMeta,
  number: InMeta,
  scan_or_code: InMeta,
  time_zone: InMeta,
  exchange_code: AtWork,
  subscribe: WithRetry,
  find_number: FindNumber,
  choose_number: ChooseNumber,
  registration: Registration,
  sync: Sync,
  live: IsLive,
};

export function Wizard({ id }: { id: string }) {
  const api = useGoLive();
  const forBusiness = useForBusiness();
  const query = useQuery(onboardingQuery(api, id));
  if (forBusiness && query.error instanceof ApiError && query.error.status === 401) {
    return (
      <Notice role="alert" icon={<IconLinkOff size={32} />} title="This link is not valid or has ended">
        Ask your provider for a new one.
      </Notice>
    );
  }
  return (
    <Asked query={query} what="The onboarding">
      {(onboarding) => <Steps onboarding={onboarding} />}
    </Asked>
  );
}

function Steps({ onboarding }: { onboarding: Onboarding }) {
  const present = onboarding.next?.step ?? onboarding.steps.at(-1)?.step ?? '';
  // A choice holds until the onboarding itself has gone on.
  const [choice, setChoice] = useState({ step: present, present });
  const chosen = choice.present === present ? choice.step : present;
  const step = onboarding.steps.find((one) => one.step === chosen) ?? onboarding.steps[0];
  if (!step) return null;
  // The window's messages are listened to as long as it may be open, whichever step is shown.
  const signup = onboarding.steps.find((one) => one.step === 'continue_with_meta');
  const opensMeta = step.step === 'continue_with_meta';
  // A code that came to nothing leaves one way: through the window again.
  const again = step.step === 'exchange_code' && step.state === 'failed';
  const Panel = panels[step.step];
  return (
    <div className={classes.wizard} data-stage={onboarding.stage} data-next={present}>
      <StepList steps={onboarding.steps} chosen={step.step} onChoose={(to) => setChoice({ step: to, present })} />
      <Stack gap="md" miw={0}>
        {onboarding.problem && <ProblemCard problem={onboarding.problem} />}
        {!opensMeta && (
          <PanelFrame onboarding={onboarding} step={step}>
            {Panel && <Panel key={step.step} onboarding={onboarding} step={step} />}
          </PanelFrame>
        )}
        {signup && (
          <div hidden={!opensMeta && !again}>
            <PanelFrame onboarding={onboarding} step={signup}>
              <ContinueWithMeta onboarding={onboarding} step={signup} />
            </PanelFrame>
          </div>
        )}
      </Stack>
    </div>
  );
}
