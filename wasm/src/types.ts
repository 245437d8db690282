// What the package hands out: events, rows and their parts.
//
// Every value is plain data that stays valid for ever; nothing points into WebAssembly memory. Times (`at`) are Unix
// seconds. The shapes are the core's; test/border.test.mjs compares the tables below with the core's own.

export type Direction = 'in' | 'out';
/** In order of rank: a status never goes backwards. Inbound rows show only `read` and `played`. */
export type Status = 'none' | 'pending' | 'sent' | 'delivered' | 'read' | 'played';
export type Origin = 'live' | 'echo' | 'history' | 'history_media' | 'api';

export interface Peer {
  phone?: string;
  user_id?: string;
  username?: string;
}

export interface Media {
  id?: string;
  mime?: string;
  sha256?: string;
  url?: string;
  filename?: string;
  voice?: boolean;
  [member: string]: unknown;
}

export interface MetaError {
  code?: number;
  title?: string;
  [member: string]: unknown;
}

export interface Reaction {
  from: 'customer' | 'business';
  /** Who reacted; only in groups. */
  peer?: string;
  emoji: string;
}

// ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a message says beside its own content. */
interface Beside {
  /** The ad or post it came from. */
  referral?: unknown;
  /** What the context says beyond the id it answers: forwarded, referred_product, from … */
  context?: Record<string, unknown>;
  /** Members that twinline did not know. */
  other?: Record<string, unknown>;
}

interface Located {
  /** As given to `decode`. */
  file?: string;
  line?: number;
  /** JSON pointer into the body. */
  path: string;
  /** phone_number_id */
  number?: string;
  waba?: string;
  business?: string;
}

export interface MessageEvent extends Located, Beside {
  event: 'message';
  id?: string;
  direction?: Direction;
  origin?: Origin;
  peer?: Peer;
  group?: string;
  at?: number;
  type?: string;
  /** The text body or a caption. */
  text?: string;
  media?: Media;
  /** The type's own object, where it is neither text nor media. */
  content?: unknown;
  reply_to?: string;
  status?: string;
  errors?: MetaError[];
}

/** What happens to an earlier message: `target`. */
export interface MessageChangeEvent extends Located, Beside {
  event: 'edit' | 'revoke' | 'reaction';
  id?: string;
  target?: string;
  direction?: Direction;
  origin?: Origin;
  peer?: Peer;
  group?: string;
  at?: number;
  type?: string;
  text?: string;
  media?: Media;
  emoji?: string;
}

export interface StatusEvent extends Located {
  event: 'status';
  id?: string;
  status?: string;
  at?: number;
  peer?: Peer;
  group?: string;
  opaque?: string;
  pricing?: Record<string, unknown>;
  errors?: MetaError[];
}

export interface ContactEvent extends Located {
  event: 'contact';
  action?: string;
  peer?: Peer;
  name?: string;
  at?: number;
}

export interface ProfileEvent extends Located {
  event: 'profile';
  peer?: Peer;
  name?: string;
  at?: number;
}

export interface IdentityEvent extends Located, Beside {
  event: 'identity';
  kind?: string;
  peer?: Peer;
  previous?: Peer;
  at?: number;
}

export interface HistoryChunkEvent extends Located {
  event: 'history_chunk';
  phase?: number;
  chunk?: number;
  progress?: number;
  threads: number;
  messages: number;
}

export interface HistoryDeclinedEvent extends Located {
  event: 'history_declined';
  code?: number;
  title?: string;
}

/** What happened to the account, a number, a template or a limit. */
export interface AccountEvent extends Located {
  event: 'account' | 'quality' | 'template' | 'capability' | 'alert';
  /** Meta's name of it, such as `PARTNER_REMOVED`. */
  name?: string;
  reason?: string;
  initiated_by?: string;
  /** The phone number it names, digits only. */
  phone?: string;
  at?: number;
  /** The whole value of the webhook. */
  content: Record<string, unknown>;
}

export interface CallEvent extends Located {
  event: 'call';
  id?: string;
  name?: string;
  direction?: Direction;
  peer?: Peer;
  at?: number;
  content: Record<string, unknown>;
}

/** A customer stops or resumes marketing messages. */
export interface PreferenceEvent extends Located {
  event: 'preference';
  /** The category. */
  name?: string;
  value?: string;
  peer?: Peer;
  at?: number;
  content: Record<string, unknown>;
}

export interface ErrorEvent extends Located {
  event: 'error';
  errors: MetaError[];
}

/** Something this version has no meaning for. It is shown, never dropped. */
export interface UnknownEvent extends Located {
  event: 'unknown';
  field?: string;
}

export type Event =
  | MessageEvent
  | MessageChangeEvent
  | StatusEvent
  | ContactEvent
  | ProfileEvent
  | IdentityEvent
  | HistoryChunkEvent
  | HistoryDeclinedEvent
  | AccountEvent
  | CallEvent
  | PreferenceEvent
  | ErrorEvent
  | UnknownEvent;

// ── history ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Applied {
  /** Facts understood. */
  facts: number;
  /** Records that are new or different now. */
  changed: number;
}

export interface LineError {
  /** From 1. */
  line: number;
  /** Offset within the line. */
  byte: number;
  code: string;
  message: string;
}

export interface AppliedLines extends Applied {
  errors: LineError[];
}

interface Flags {
  edited: boolean;
  revoked: boolean;
  failed: boolean;
  /** A placeholder whose medium has not come. */
  mediaMissing: boolean;
  /** Meta could not pass the content on; it can be read in the app. */
  undecodable: boolean;
  group: boolean;
}

/** A conversation with its latest message. */
export interface ThreadRow extends Flags {
  /** Give it to `messages()`. */
  thread: string;
  name: string;
  type: string;
  text: string;
  peer: string;
  /** 0: unknown. */
  at: number;
  /** Messages in the thread. */
  count: number;
  direction: Direction;
  status: Status;
}

/** Absent strings are empty. */
export interface MessageRow extends Flags {
  id: string;
  type: string;
  text: string;
  peer: string;
  name: string;
  replyTo: string;
  media: Media | undefined;
  content: unknown;
  reactions: Reaction[];
  errors: MetaError[];
  /** The best source of its time and place. */
  origin: Origin;
  /** 0: unknown. */
  at: number;
  direction: Direction;
  status: Status;
}

export interface Page<Row> {
  /** Rows there are. */
  total: number;
  /** Of the first row in this page. */
  offset: number;
  /** Messages that `olderThan` left out: of threads, of all of them; of messages, of the thread. */
  leftOut: number;
  rows: Row[];
}

/** A message and what stands around it. */
export interface Around extends Page<MessageRow> {
  thread: string;
  /** `messages(number, thread, { end, limit: rows.length })` gives the same rows. */
  end: number;
  /** Index of the message in `rows`. */
  row: number;
}

/** A message that a search found. */
export interface SearchRow extends Flags {
  thread: string;
  /** Of the thread. */
  name: string;
  id: string;
  type: string;
  /** The part of the text around what was found, with "…" where something is left out. */
  text: string;
  /** What was found: begin and end in `text`, in order. */
  hits: [begin: number, end: number][];
  peer: string;
  /** 0: unknown. */
  at: number;
  direction: Direction;
  status: Status;
}

/** A place in a search. Plain data; give it back as it came. */
export interface SearchPlace {
  at: number;
  id: string;
}

export interface SearchResult {
  /** Conversations with people whose name, phone or id has all the words; on the first page only. */
  threads: ThreadRow[];
  /** From the newest to the oldest. */
  messages: SearchRow[];
  /** For `before`, if there are older ones. */
  next?: SearchPlace;
}

/**
 * `due`: its id can be used and that ends soon. `missing`: a placeholder whose medium should still come. `expired`: the id
 * can no longer be used. `too_old`: a placeholder whose medium Meta never sends.
 */
export type MediaState = 'due' | 'missing' | 'expired' | 'too_old';

export interface MediaRow extends Flags {
  thread: string;
  /** Of the thread. */
  name: string;
  id: string;
  type: string;
  /** Absent in placeholders. */
  media: Media | undefined;
  state: MediaState;
  /** When the medium's id can no longer be used; 0 for placeholders. */
  expiresAt: number;
  /** 0: unknown. */
  at: number;
  direction: Direction;
  status: Status;
}

export interface MediaDue extends Page<MediaRow> {
  counts: Record<MediaState, number>;
}

/** Something that is missing or cannot be read, in words. */
export interface Issue {
  /** Like `history_gap`, `undecodable`, `medium_missing`, `status_without_message`; a newer core may know more. */
  code: string;
  /** Of Meta, where it came with one. */
  error?: number;
  text: string;
  /** What to do. */
  action: string;
  count: number;
  /** The newest messages it is about; without `thread` where the message itself is what is missing. */
  examples: { thread?: string; id: string; at?: number }[];
}

/** What a record says about a message, where a body is one. */
export interface RecordEvent extends Located {
  event: 'record';
  kind: string;
  id: string;
}

/** What a body says about one message. `path` tells where. */
export type Fact = MessageEvent | MessageChangeEvent | StatusEvent | RecordEvent;

/** How far one kind of synchronisation of a number has come. */
export interface SyncSummary {
  type: string;
  /** Unix seconds of the request that it answers; 0 where that is not known. */
  onboarding: number;
  /** `running`, `complete`, `complete_with_gaps`, `declined`, or what a newer core knows. */
  stage: string;
  /** Percent, as Meta says. */
  progress: number;
  /** Chunks seen. */
  chunks: number;
  /** Numbers of chunks that never came; phase −1: they count through all phases. */
  holes: { phase: number; first: number; last: number }[];
  declined?: unknown;
  [member: string]: unknown;
}

export interface NumberSummary {
  number: string;
  phone?: string;
  waba?: string;
  threads: number;
  messages: number;
  /** Edits, reactions and the like whose message has not come. */
  waiting: number;
  contacts: number;
  sync: SyncSummary[];
  [member: string]: unknown;
}

// ── following a shim ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * `refused`: the shim wants a login (401, 403) and nothing more is tried. `stopped`: `stop()` was called.
 */
export type FollowState = 'connecting' | 'catching_up' | 'live' | 'waiting' | 'refused' | 'stopped';

export interface FollowOptions {
  /** Where the shim is: "" for the page's own origin, else like "https://shim.example". */
  base: string;
  /** phone_number_id */
  number: string;
  /** Bearer token; without it the browser's login cookie is used. */
  token?: string;
  /** Version to start from, as given by an earlier `version`; default the beginning. */
  since?: string;
  /** Called after the history has changed, at most once for many changes. */
  onChange?: () => void;
  /** Called when the state has changed. */
  onState?: (state: FollowState) => void;
}

export interface LoadOptions {
  /** Where the WebAssembly is, or its bytes; default: beside this package's code. */
  wasm?: URL | string | ArrayBuffer | ArrayBufferView;
}
