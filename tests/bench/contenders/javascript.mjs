// The JavaScript side: what a partner would write. Bytes, TextDecoder, JSON.parse, a Map by id, the best status, a sort.

import { Answer, shownStatus } from '../data/answer.mjs';

const rankOf = { pending: 1, sent: 2, delivered: 3, read: 4, played: 5 };

export class JavaScriptHistory {
  #decoder = new TextDecoder();
  #messages = new Map();
  threads = [];

  apply(bytes) {
    const body = JSON.parse(this.#decoder.decode(bytes));
    for (const entry of body.entry) {
      for (const { value } of entry.changes) {
        for (const chunk of value.history ?? []) {
          for (const thread of chunk.threads ?? []) {
            for (const message of thread.messages) this.#add(thread.id, message, message.history_context.from_me === true);
          }
        }
        for (const message of value.messages ?? []) this.#add(message.from, message, false);
        for (const message of value.message_echoes ?? []) this.#add(message.to, message, true);
        for (const status of value.statuses ?? []) this.#raise(this.#messages.get(status.id), status.status);
      }
    }
  }

  /** Threads by their latest message, the messages of each by time. */
  order() {
    const threads = new Map();
    for (const message of this.#messages.values()) {
      const thread = threads.get(message.thread);
      if (thread) thread.push(message);
      else threads.set(message.thread, [message]);
    }
    for (const messages of threads.values()) {
      messages.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    }
    this.threads = [...threads.values()].sort((a, b) => b[b.length - 1].at - a[a.length - 1].at);
  }

  answer() {
    const answer = new Answer();
    for (const messages of [...this.threads].sort((a, b) => (a[0].thread < b[0].thread ? -1 : 1))) {
      for (const { thread, id, at, out, rank, text } of messages) answer.add(thread, id, at, shownStatus(out, rank), text);
    }
    return answer.end();
  }

  /** The newest 50 messages with all these words, whatever their case and accents. */
  search(text) {
    const fold = (each) => each.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const words = fold(text).split(' ');
    const found = [];
    for (const messages of this.threads) {
      for (const message of messages) {
        const folded = fold(message.text);
        if (words.every((word) => folded.includes(word))) found.push(message);
      }
    }
    return found.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, 50).map(({ id }) => id);
  }

  #add(thread, { id, timestamp, type, text, image, history_context: context }, out) {
    let message = this.#messages.get(id);
    if (message === undefined) {
      message = { id, thread, at: Number(timestamp), out, type, text: text?.body ?? image?.caption ?? '', rank: 0 };
      this.#messages.set(id, message);
    }
    if (context) this.#raise(message, context.status);
  }

  #raise(message, status) {
    const rank = rankOf[status.toLowerCase()] ?? 0;
    if (message && rank > message.rank) message.rank = rank;
  }
}

export function javascript() {
  let history;
  return {
    run(bodies) {
      history = new JavaScriptHistory();
      for (const body of bodies) history.apply(body);
      history.order();
    },
    answer: () => history.answer(),
    search: (text) => history.search(text),
    dispose() {
      history = undefined;
    },
  };
}

/** Only the part that nobody who writes JavaScript can avoid. */
export function parseOnly() {
  const decoder = new TextDecoder();
  return {
    run(bodies) {
      for (const body of bodies) JSON.parse(decoder.decode(body));
    },
    dispose() {},
  };
}
