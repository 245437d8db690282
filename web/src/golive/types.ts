// What the shim says about going live. Texts in here come from its policies and are shown as they are.

import type { NewMessages } from '../number/types';

export type Way = 'coexistence' | 'cloud_api';

export interface App {
  id: string;
  name: string;
  created: number;
  coexistence: {
    enabled: boolean;
    how?: string; // portal, request, api, none
    requested_at?: number;
    contact?: string;
    reason?: string;
  };
  new_messages?: NewMessages;
  number?: string;
  waba?: string;
  stage?: string;
  onboarding?: string; // the latest
}

export type StepState = 'open' | 'waiting' | 'done' | 'failed' | 'skipped';

export interface Step {
  step: string;
  state: StepState;
  value?: unknown; // what a person told
  text?: string;
  choices?: { value: string; text: string }[];
}

export interface Problem {
  issue?: string;
  title?: string;
  meaning?: string;
  action?: string;
  waiting_helps?: boolean;
  acting_helps?: boolean;
  expectation?: string;
  quote?: { what: string; value: string }[];
  message?: string;
  topic?: string;
  source?: string;
}

export interface SignupRecord {
  at: number;
  kind: string;
  event?: string;
  step?: string;
  error_id?: string;
  error_message?: string;
  session_id?: string;
}

export interface FoundNumber {
  id: string;
  phone?: string;
  name?: string;
  coexists?: boolean | null;
}

export interface Onboarding {
  id: string;
  app: string;
  way?: Way;
  stage: string;
  steps: Step[];
  next?: { step: string; text?: string; until?: number };
  problem?: Problem;
  signup?: SignupRecord[];
  waba?: string;
  number?: string;
  numbers?: FoundNumber[];
  created: number;
}

export interface SignupSettings {
  app_id?: string;
  config_id?: string;
  graph_version?: string;
  signup_page?: string;
}

// As `twinline check --json` prints it.
export interface Verdict {
  verdict: 'eligible' | 'not_eligible' | 'cannot_say_yet';
  policy: string;
  at: string;
  rules: JudgedRule[];
  consequences: Consequence[];
}

export interface JudgedRule {
  rule: string;
  outcome: 'passed' | 'failed' | 'unknown';
  level: 'block' | 'warn';
  found?: unknown;
  need?: string;
  why?: string;
  fix?: string;
  source?: string;
  from?: string | null;
  until?: string | null;
}

export interface Consequence {
  consequence: string;
  text: string;
  concerned?: boolean | null;
  source?: string;
}

export interface PreflightCheck {
  check: string;
  outcome: 'passed' | 'failed' | 'unknown';
  why?: string;
  fix?: string;
}
