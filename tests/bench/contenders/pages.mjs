// Pages of a large history across the border, each timed by itself.

import { metaJson } from '../data/meta_bytes.mjs';
import { business } from '../data/people.mjs';
import { Random } from '../data/random.mjs';
import { middle } from '../support/statistics.mjs';

const samples = 2000;
const all = 0xffff_ffff;

/** Microseconds of a newest page of 50: as it stands, and when a live message has just come into the thread. */
export function timePages(history) {
  const random = new Random(7);
  const number = history.numbers()[0];
  const threads = history.threads(number, { limit: all }).rows.map(({ thread }) => thread);
  const still = [], moved = [], list = [];
  let rows = 0;
  const time = (into, ask) => {
    const begin = performance.now();
    rows += ask().rows.length;
    into.push(1000 * (performance.now() - begin));
  };
  for (let i = 0; i < samples; ++i) {
    const thread = random.of(threads);
    time(still, () => history.messages(number, thread, { limit: 50 }));
    history.apply(liveMessage(thread, i));
    time(moved, () => history.messages(number, thread, { limit: 50 }));
    if (i % 20 === 0) time(list, () => history.threads(number, { limit: 50 }));
  }
  return { still: middle(still), moved: middle(moved), threads: middle(list), rows };
}

function liveMessage(thread, nth) {
  const metadata = { display_phone_number: business.phone, phone_number_id: business.number };
  const message = { from: thread, id: `wamid.page${nth}`, timestamp: String(1_772_000_000 + nth), type: 'text', text: { body: 'hi' } };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] };
  return new TextEncoder().encode(metaJson({ entry: [{ id: business.waba, changes: [{ field: 'messages', value }] }] }));
}
