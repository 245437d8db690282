// What a partner would write, checked by the compiler only.

import {
  type Event, type FollowState, type Page, type MessageRow, type SearchResult, Twinline, TwinlineError,
} from 'twinline';

export async function example(body: Uint8Array): Promise<string[]> {
  const twinline = await Twinline.load({ wasm: new URL('twinline.wasm', 'https://shim.example') });
  const events: Event[] = twinline.decode(body, { file: 'a.json' });
  const lines = events.map(describe);

  using history = twinline.history();
  try {
    const { facts, changed }: { facts: number; changed: number } = history.apply('{}');
    lines.push(`${facts} ${changed}`);
  } catch (error) {
    if (error instanceof TwinlineError) lines.push(`${error.code} at ${error.byte}: ${error.message}`);
  }
  const number = history.numbers()[0] ?? '';
  const page: Page<MessageRow> = history.messages(number, 'thread', { end: 50 });
  for (const row of page.rows) lines.push(row.media?.filename ?? row.reactions.map(({ emoji }) => emoji).join());

  const { messages, next }: SearchResult = history.search(number, 'hello', { limit: 20 });
  for (const { text, hits } of messages) for (const [begin, end] of hits) lines.push(text.slice(begin, end));
  if (next) history.search(number, 'hello', { before: next });
  const around = history.around(number, 'wamid.A', { before: 10, after: 10 });
  lines.push(around?.rows[around.row]?.text ?? '');
  for (const row of history.mediaDue(number, Date.now() / 1000, { states: ['due'] }).rows) lines.push(row.state);
  for (const issue of history.issues(number)) lines.push(issue.text, issue.action, String(issue.examples[0]?.id));
  for (const fact of history.facts(body, number, 'wamid.A')) lines.push(fact.event, fact.path);

  const states: FollowState[] = [];
  const follow = history.follow({ base: '', number, onState: (state) => states.push(state) });
  follow.stop();
  return lines;
}

function describe(event: Event): string {
  switch (event.event) {
    case 'message':
      return event.text ?? event.media?.mime ?? '';
    case 'reaction':
      return event.emoji ?? '';
    case 'unknown':
      return event.field ?? '';
    default:
      // @ts-expect-error Not every event has a status.
      return event.status;
  }
}
