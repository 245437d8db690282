// What the shim says about campaigns, and what it is asked.

export type CampaignState = 'running' | 'paused' | 'cancelled' | 'done';

export interface Campaign {
  id: string;
  name: string;
  lane: string;
  template?: { name: string; language: string }; // of one that was made here
  state: CampaignState;
  total: number;
  waiting: number;
  in_flight: number;
  accepted: number;
  delivered: number;
  read: number;
  failed: number;
  dropped: number;
  in_doubt: number;
  created_s?: number;
  ends_s?: number;
}

export interface Recipient {
  to: string;
  parameters: string[];
}

export interface CampaignPlan {
  name: string;
  lane: 'marketing' | 'utility';
  template: { name: string; language: string };
  recipients: Recipient[];
  not_before?: number;
  expires?: number;
}

export interface Preview {
  recipients: number;
  duplicates: number;
  invalid: { line: number; to: string; why: string }[]; // the first ones
  opted_out: number;
  begins_s?: number;
  ends_s?: number;
  per_minute?: number;
  waits_for?: string;
  users_limit?: number; // of the portfolio, in 24 hours
  users_reached?: number;
  users_full_s?: number; // when the limit will be reached, where it will be
}
