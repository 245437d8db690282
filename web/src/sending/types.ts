// What the shim says about messages that are sent by it.

export type SendState = 'waiting' | 'in_flight' | 'accepted' | 'failed' | 'dropped' | 'in_doubt';

// A message as Meta's API takes it.
export interface OutgoingMessage {
  messaging_product: 'whatsapp';
  type: string;
  [member: string]: unknown;
}

export interface Send {
  id: string;
  to: string;
  type?: string;
  preview?: string;
  lane?: string;
  campaign?: string;
  state: SendState;
  why?: string;
  why_text?: string;
  estimate_s?: number;
  attempts?: number;
  submitted_s?: number;
  started_s?: number;
  ended_s?: number;
  wamid?: string;
  status?: string; // of the accepted message: sent, delivered, read, failed
  error?: SendError;
}

export interface SendError {
  code?: number | string;
  title?: string;
  details?: string;
  meaning?: string;
  action?: string;
}

export interface SendsPage {
  sends: Send[];
  after?: string; // where the next page begins
}

// One line of the answer to a batch.
export interface Submitted {
  line: number;
  id?: string;
  state?: string;
  error?: { code: string; message: string; place?: string };
}

export type Decision = 'was_sent' | 'send_again' | 'give_up';

export interface Permission {
  allowed: boolean;
  until_s?: number;
  why?: string;
}

// What may be sent to somebody now.
export interface Allowed {
  free_form: Permission;
  template: Permission;
  marketing: Permission;
}
