// What the shim says about the life of one number.

export interface SyncLife {
  stage: string;
  text?: string;
  window_ends_at?: number; // until when it may be asked for
  asked_at?: number;
  answered_at?: number;
  expected_by?: number; // by then something should have arrived
  request_id?: string;
  error?: { code: number; meaning?: string; action?: string };
  declined_at?: number;
  first_data_at?: number;
  last_data_at?: number;
  progress?: number;
  estimated_end_at?: number;
}

export interface Advice {
  kind: string;
  urgency: string; // note, warning, urgent
  sync?: string;
  until?: number;
  text: string;
}

export interface Life {
  number: string;
  registers?: { onboarded_at?: number };
  waba?: string;
  app?: string;
  stage: string;
  indicator?: string;
  may_send: boolean;
  contacts?: SyncLife;
  history?: SyncLife;
  advice: Advice[];
  keep_alive?: { alive_at: number; warn_at: number; urge_at: number; overdue_at: number };
  removal?: { at?: number; reason?: string; initiated_by?: string; meaning?: string; action?: string };
  restrictions?: Restriction[]; // those that hold now
  gaps?: { from: number; until?: number }[]; // messages of these times are not in the history
  new_messages?: NewMessages;
  held_back?: { since: number; until: number }; // messages from `since` on are not shown yet
  disconnect?: string;
}

export type NewMessages = 'at_once' | 'after_sync';

export interface TimelineEvent {
  at: number;
  kind: string;
  text: string;
  source: string; // webhook, answer, person, here
  detail?: Record<string, unknown>;
}

export interface Profile {
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  vertical?: string;
  websites?: string[];
  profile_picture_url?: string;
  [member: string]: unknown;
}

export interface Template {
  id?: string;
  name: string;
  status?: string;
  category?: string;
  language?: string;
  quality_score?: { score?: string } | string;
  rejected_reason?: string;
  components?: TemplatePart[];
  history?: { at: number; text: string }[];
}

export interface TemplatePart {
  type: string; // HEADER, BODY, FOOTER, BUTTONS
  text?: string;
  format?: string;
  buttons?: { type: string; text?: string; url?: string }[];
}

export interface Account {
  waba?: string;
  phone?: string;
  name?: string;
  quality?: string;
  limit?: string;
  restrictions?: Restriction[];
  platform_type?: string;
  is_on_biz_app?: boolean | null;
  disconnect?: string;
}

export interface Restriction {
  type?: string;
  at?: number;
  expires_at?: number;
  text?: string;
}
