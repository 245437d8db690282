// Views of the history as React hooks. Each reads from the package again when the history has changed, and only then.
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type {
  Around, FollowState, Issue, MediaDue, MessageRow, NumberSummary, Page, SearchResult, ThreadRow,
} from 'twinline';
import type { Live } from './live';

const slow_ms = 3_000;

const LiveContext = createContext<Live | null>(null);

export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider around it');
  return live;
}

function useRevision(): number {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.revision);
}

export function useFollow(number: string, { pinned = false } = {}): void {
  const live = useLive();
  useEffect(() => live.follow(number, pinned), [live, number, pinned]);
}

export function useFollowState(number: string): FollowState | undefined {
  useRevision();
  return useLive().state(number);
}

// `revision` stands for the history's content, which React cannot see.
export function useSummary(number: string): NumberSummary | undefined {
  const { history } = useLive();
  const revision = useRevision();
  return useMemo(() => history.summary(number), [history, number, revision]);
}

// What stands below shows no messages from this time on but those sent from here, if the shim says so: they wait for the sync.
const OlderThanContext = createContext(0);
export const OlderThan = OlderThanContext;
export const useOlderThan = () => use(OlderThanContext);

export function useThreads(number: string, offset: number, limit: number): Page<ThreadRow> {
  const { history } = useLive();
  const revision = useRevision();
  const olderThan = useOlderThan();
  return useMemo(
    () => history.threads(number, { offset, limit, olderThan }),
    [history, number, offset, limit, olderThan, revision],
  );
}

export function useMessages(number: string, thread: string, end: number, limit: number): Page<MessageRow> {
  const { history } = useLive();
  const revision = useRevision();
  const olderThan = useOlderThan();
  return useMemo(
    () => history.messages(number, thread, { end, limit, olderThan }),
    [history, number, thread, end, limit, olderThan, revision],
  );
}

export function useAround(number: string, id: string | undefined, before: number, after: number): Around | undefined {
  const { history } = useLive();
  const revision = useRevision();
  const olderThan = useOlderThan();
  return useMemo(
    () => (id === undefined ? undefined : history.around(number, id, { before, after, olderThan })),
    [history, number, id, before, after, olderThan, revision],
  );
}

// What reads the whole history is renewed every few seconds only, however much comes in.
function useSlowRevision(): number {
  const live = useLive();
  const [revision, setRevision] = useState(live.revision);
  useEffect(() => {
    const timer = setInterval(() => setRevision(live.revision()), slow_ms);
    return () => clearInterval(timer);
  }, [live]);
  return revision;
}

export function useSearchResult(number: string, text: string, limit: number): SearchResult {
  const { history } = useLive();
  const revision = useSlowRevision();
  const olderThan = useOlderThan();
  return useMemo(
    () => history.search(number, text, { limit, olderThan }),
    [history, number, text, limit, olderThan, revision],
  );
}

export function useIssues(number: string): Issue[] {
  const { history } = useLive();
  const revision = useSlowRevision();
  return useMemo(() => history.issues(number), [history, number, revision]);
}

export function useMediaDue(number: string, now_ms: number): MediaDue {
  const { history } = useLive();
  const revision = useSlowRevision();
  const options = { states: ['due', 'missing'] as const, limit: 20 };
  return useMemo(() => history.mediaDue(number, now_ms / 1000, options), [history, number, now_ms, revision]);
}

export function useMessageRecord(number: string, id: string) {
  const { history } = useLive();
  const revision = useRevision();
  return useMemo(() => history.messageRecord(number, id), [history, number, id, revision]);
}

// The present. Once a minute is enough for most: "Today" must not be wrong after midnight.
export function useNow(every_ms = 60_000): number {
  const [now_ms, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now_ms;
}
