// A history as Meta sends it in chunks: messages of which the answer is known, a fifth of them told twice, out of order.

import { closeSync, openSync, writeSync } from 'node:fs';
import { Answer, ladder, shownStatus } from './answer.mjs';
import { metaJson } from './meta_bytes.mjs';
import { business, people, wamid } from './people.mjs';
import { phrase } from './phrases.mjs';
import { Random } from './random.mjs';

const chunkBytes = 270_000;
const messagesPerThread = 200;
const newest = 1_771_000_000;
const days180 = 180 * 86_400;

/** Writes `count` different messages into `path`, one body a line; gives their answer. */
export function writeHistory(path, count, seed, progress) {
  const random = new Random(seed);
  const threads = people(random, Math.max(1, count / messagesPerThread)).map(({ phone }) => ({ phone, messages: [] }));
  for (let i = 0; i < count; ++i) {
    // Some people write much more than others.
    const thread = threads[Math.min(random.below(threads.length), random.below(threads.length))];
    thread.messages.push(message(random, thread.phone));
  }
  progress(`${count} messages made`);

  const file = openSync(path, 'w');
  let chunk = 0;
  const runs = random.shuffle(threads.flatMap((thread) => toldRuns(random, thread)));
  for (let at = 0; at < runs.length; ) {
    const parts = [];
    for (let bytes = 0; bytes < chunkBytes && at < runs.length; ++at) {
      const part = tell(random, runs[at]);
      parts.push(part);
      bytes += part.length;
    }
    writeSync(file, body(chunk, Math.min(99, Math.floor((100 * at) / runs.length)), parts) + '\n');
    if (++chunk % 200 === 0) progress(`${chunk} chunks written`);
  }
  closeSync(file);
  return answerOf(threads);
}

function message(random, phone) {
  const out = random.chance(45);
  const dice = random.below(100);
  return {
    id: wamid(random, phone, out),
    at: newest - random.below(days180),
    out,
    rank: 0,
    type: dice < 90 ? 'text' : dice < 96 ? 'media_placeholder' : 'image',
    text: dice < 90 || dice >= 98 ? phrase(random) : '',
  };
}

/** Runs of a thread's messages, so cut that each message is in one of them and a fifth of them in two. */
function toldRuns(random, thread) {
  const runs = [];
  const cut = (messages) => {
    for (let at = 0; at < messages.length; ) {
      const size = 1 + random.below(40);
      runs.push({ phone: thread.phone, messages: messages.slice(at, at + size) });
      at += size;
    }
  };
  cut(random.shuffle([...thread.messages]));
  cut(thread.messages.filter(() => random.chance(20)));
  return runs;
}

function tell(random, run) {
  const told = run.messages.map((each) => {
    const rank = each.out ? 1 + random.below(each.type === 'text' ? 4 : 5) : 1;
    each.rank = Math.max(each.rank, rank);
    return metaJson({
      from: each.out ? business.phone : run.phone,
      id: each.id,
      timestamp: String(each.at),
      type: each.type,
      ...content(each),
      history_context: { status: ladder[rank].toUpperCase(), ...(each.out ? { from_me: true } : {}) },
    });
  });
  return `{"id":"${run.phone}","messages":[${told.join(',')}]}`;
}

function content({ type, text, at }) {
  if (type === 'text') return { text: { body: text } };
  if (type === 'media_placeholder') return {};
  return { image: { ...(text ? { caption: text } : {}), mime_type: 'image/jpeg', sha256: 'x7f4/ZQ2b', id: `9${at}` } };
}

function body(chunk, progress, threads) {
  return (
    `{"object":"whatsapp_business_account","entry":[{"id":"${business.waba}","changes":[{"value":{"messaging_product":` +
    `"whatsapp","metadata":{"display_phone_number":"${business.phone}","phone_number_id":"${business.number}"},` +
    `"history":[{"metadata":{"phase":${chunk % 3},"chunk_order":${chunk},"progress":${progress}},` +
    `"threads":[${threads.join(',')}]}]},"field":"history"}]}]}`
  );
}

function answerOf(threads) {
  const answer = new Answer();
  let textBytes = 0;
  const byBytes = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  for (const { phone, messages } of threads.sort((a, b) => byBytes(a.phone, b.phone))) {
    messages.sort((a, b) => a.at - b.at || byBytes(a.id, b.id));
    for (const { id, at, out, rank, text } of messages) {
      answer.add(phone, id, at, shownStatus(out, rank), text);
      textBytes += id.length + Buffer.byteLength(text);
    }
  }
  return { ...answer.end(), textBytes };
}
