// What a history comes to, in one form that every contender can give: its messages in order of thread and time, as a hash.
//
//     line := thread 1F id 1F at 1F status 1F text 1E      for each thread by name, each message by (at, id)
//
// Status is the best one seen; of inbound messages only `read` and `played` count, as people see nothing else.

import { createHash } from 'node:crypto';

export class Answer {
  #hash = createHash('sha256');
  #waiting = '';
  messages = 0;

  add(thread, id, at, status, text) {
    this.#waiting += `${thread}\x1f${id}\x1f${at}\x1f${status}\x1f${text}\x1e`;
    ++this.messages;
    if (this.#waiting.length > 1 << 16) this.#flush();
  }

  end() {
    this.#flush();
    return { messages: this.messages, digest: this.#hash.digest('hex') };
  }

  #flush() {
    this.#hash.update(this.#waiting);
    this.#waiting = '';
  }
}

export const ladder = ['none', 'pending', 'sent', 'delivered', 'read', 'played'];

export function shownStatus(out, rank) {
  return out || rank >= 4 ? ladder[rank] : 'none';
}
