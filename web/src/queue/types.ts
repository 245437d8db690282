// What the shim says about the queue of one number.
import type { Campaign } from '../campaigns/types';

export interface Lane {
  lane: string;
  waiting: number;
  in_flight: number;
  last_out_s?: number; // when one went out last
  ends_s?: number; // when all of it will be out
}

export interface Second {
  at: number;
  out: number;
  in: number;
}

export interface FailureGroup {
  code: number | string;
  count: number;
  title?: string;
  meaning?: string;
  action?: string;
  last_s?: number;
}

export interface Queue {
  rate: number;
  rate_now: number;
  paused?: string; // why
  stopped?: string;
  lanes: Lane[];
  seconds: Second[]; // the oldest first
  campaigns: Campaign[];
  in_doubt: number;
  failures: FailureGroup[];
}
