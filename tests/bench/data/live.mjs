// Live traffic: one webhook a fact, about 550 bytes each. Messages in, echoes of what was written on the phone, statuses.

import { closeSync, openSync, writeSync } from 'node:fs';
import { Answer, ladder, shownStatus } from './answer.mjs';
import { metaJson } from './meta_bytes.mjs';
import { business, people, wamid } from './people.mjs';
import { phrase } from './phrases.mjs';
import { Random } from './random.mjs';

const begin = 1_771_100_000;

/** Writes `count` bodies into `path`, one a line; gives their answer. */
export function writeLive(path, count, seed) {
  const random = new Random(seed);
  const persons = people(random, count / 40);
  const told = new Map(persons.map(({ phone }) => [phone, []]));
  const sent = [];
  const file = openSync(path, 'w');
  for (let i = 0; i < count; ++i) {
    const person = random.of(persons);
    const dice = random.below(100);
    const at = begin + i;
    let value, field = 'messages';
    if (dice < 30 && sent.length > 0) {
      const { message, phone } = random.of(sent);
      const rank = 2 + random.below(3);
      message.rank = Math.max(message.rank, rank);
      value = { statuses: [status(message, phone, at, rank)] };
    } else {
      const out = dice < 50;
      const message = { id: wamid(random, person.phone, out), at, out, rank: 0, text: phrase(random) };
      told.get(person.phone).push(message);
      if (out) {
        sent.push({ message, phone: person.phone });
        field = 'smb_message_echoes';
        value = { contacts: contacts(person), message_echoes: [whole(message, { from: business.phone, to: person.phone })] };
      } else {
        value = { contacts: contacts(person), messages: [whole(message, { from: person.phone })] };
      }
    }
    writeSync(file, metaJson(envelope(field, value)) + '\n');
  }
  closeSync(file);

  const answer = new Answer();
  for (const phone of [...told.keys()].sort()) {
    for (const { id, at, out, rank, text } of told.get(phone)) answer.add(phone, id, at, shownStatus(out, rank), text);
  }
  return answer.end();
}

function contacts(person) {
  return [{ profile: { name: person.name }, wa_id: person.phone }];
}

function whole({ id, at, text }, sides) {
  return { ...sides, id, timestamp: String(at), text: { body: text }, type: 'text' };
}

function status({ id }, phone, at, rank) {
  return {
    id,
    status: ladder[rank],
    timestamp: String(at),
    recipient_id: phone,
    pricing: { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
  };
}

function envelope(field, value) {
  const metadata = { display_phone_number: business.phone, phone_number_id: business.number };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: business.waba, changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field }] }],
  };
}
