// Our side in JavaScript: the npm package, used as its README says. Every byte crosses the border inside the timed part.

import { Twinline } from '../../../wasm/dist/index.js';
import { Answer } from '../data/answer.mjs';

const all = 0xffff_ffff;

/** Bytes -> merged, ordered store. */
export async function merging() {
  const library = await Twinline.load();
  let history;
  return {
    run(bodies) {
      history = library.history();
      for (const body of bodies) history.apply(body);
      // Every thread is put in order, and the threads by their latest message, which nobody knows before that.
      for (const number of history.numbers()) history.threads(number, { limit: all });
    },
    answer: () => answerOf(history),
    search: (text) => history.numbers().flatMap((number) => history.search(number, text).messages.map(({ id }) => id)),
    history: () => history,
    dispose() {
      history?.dispose();
      history = undefined;
    },
  };
}

/** Webhook by webhook, each applied to one history. */
export async function applying() {
  const library = await Twinline.load();
  let history;
  return {
    run(bodies) {
      history = library.history();
      for (const body of bodies) history.apply(body);
    },
    answer: () => answerOf(history),
    dispose() {
      history?.dispose();
    },
  };
}

/** Webhook by webhook, each told as events. */
export async function decoding() {
  const library = await Twinline.load();
  return {
    run(bodies) {
      for (const body of bodies) library.decode(body);
    },
    dispose() {},
  };
}

function answerOf(history) {
  const answer = new Answer();
  for (const number of history.numbers()) {
    const threads = history.threads(number, { limit: all }).rows.map(({ thread }) => thread);
    for (const thread of threads.sort()) {
      for (const { id, at, status, text } of history.messages(number, thread, { limit: all }).rows) {
        answer.add(thread, id, at, status, text);
      }
    }
  }
  return answer.end();
}
