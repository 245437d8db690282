// What a partner would write, checked by the compiler only.

import { type Event, type FollowState, type Page, type MessageRow, Twinline, TwinlineError } from 'twinline';

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
