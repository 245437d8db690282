// Webhooks made from a seed: a handful of people, and everything that tells of one message more than once — live and in
// history, under two ids, edited, taken back, reacted to, with statuses. The same seed makes the same bodies.

// Small numbers in a fixed sequence (a 32-bit mix of a counter).
export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  below(limit) {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
  }

  one(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  shuffled(list) {
    const result = [...list];
    for (let i = result.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  }
}

const business = '4930555010';
const people = ['491715550101', '5511955550102', '15555550103', '525555550104'];
const texts = ['Hello', 'Grüße aus Köln', 'naïve 👩‍👩‍👧 ok', 'a "quoted" \\ line\nand another', '', '\u0001\u2028', '漢字'];

const wrap = (field, value) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '330055550001', changes: [{ field, value: { messaging_product: 'whatsapp', ...value } }] }],
  });
const metadata = { display_phone_number: business, phone_number_id: '220055550001' };

// A wamid in the form that can be read: whom it names, and the id that the device gave.
function wamid(phone, device) {
  const text = (value) => Buffer.concat([Buffer.from([0x18, value.length]), Buffer.from(value)]);
  const bytes = [Buffer.from([0x1c]), text(phone), Buffer.from([0x15, 2, 0, 0x11]), text(device), Buffer.from([0])];
  return `wamid.${Buffer.concat(bytes).toString('base64')}`;
}

function content(dice) {
  if (dice.chance(70)) return { type: 'text', text: { body: dice.one(texts) } };
  if (dice.chance(50)) return { type: 'image', image: { id: String(dice.below(90)), mime_type: 'image/jpeg', caption: dice.one(texts) } };
  if (dice.chance(50)) return { type: 'media_placeholder' };
  return { type: 'unsupported', errors: [{ code: 131051, title: 'Unsupported message type' }] };
}

// What the bodies are about: messages with a time, a side and one or two ids.
function happened(dice, count) {
  return Array.from({ length: count }, (_, index) => {
    const person = dice.one(people);
    const out = dice.chance(50);
    const device = `3EB0${(index + 4096).toString(16).toUpperCase()}${'A'.repeat(10)}`;
    const id = out ? wamid(person, device) : `wamid.in${index}`;
    const inHistory = out && dice.chance(60) ? wamid(business, device) : id;
    return { person, out, id, inHistory, at: 1_760_000_000 + dice.below(90_000), content: content(dice) };
  });
}

export function makeBodies(seed, count = 24) {
  const dice = new Dice(seed);
  const messages = happened(dice, count);
  const bodies = [];
  const tell = (one, change) => {
    const base = { from: one.out ? business : one.person, timestamp: String(one.at), ...change };
    if (one.out) return wrap('smb_message_echoes', { metadata, message_echoes: [{ to: one.person, ...base }] });
    const contacts = [{ wa_id: one.person, profile: { name: `Name ${dice.below(3)}` } }];
    return wrap('messages', { metadata, contacts, messages: [base] });
  };
  for (const one of messages) {
    if (dice.chance(60)) bodies.push(tell(one, { id: one.id, ...one.content }));
    const event = (id, change) => tell({ ...one, at: one.at + 60 }, { id: `${one.id}${id}`, ...change });
    const original_message_id = one.id;
    if (dice.chance(15)) bodies.push(event('e', { type: 'edit', edit: { original_message_id, message: { type: 'text', text: { body: dice.one(texts) } } } }));
    if (dice.chance(8)) bodies.push(event('r', { type: 'revoke', revoke: { original_message_id } }));
    if (dice.chance(15)) bodies.push(event('l', { type: 'reaction', reaction: { message_id: one.id, emoji: dice.one(['👍', '❤️', '']) } }));
    if (one.out && dice.chance(50)) {
      const statuses = ['sent', 'delivered', 'read', 'failed'].slice(0, 1 + dice.below(4)).map((status, step) => ({
        id: one.id, status, timestamp: String(one.at + step * 5), recipient_id: one.person,
      }));
      bodies.push(wrap('messages', { metadata, statuses }));
    }
  }
  bodies.push(...historyOf(dice, messages), ...contactsOf(dice));
  return bodies;
}

function historyOf(dice, messages) {
  const chunks = [];
  const told = messages.filter(() => dice.chance(70));
  for (let begin = 0, order = 1; begin < told.length; begin += 6, order += 1) {
    const part = told.slice(begin, begin + 6);
    const threads = people.map((id) => ({
      id,
      messages: part.filter((one) => one.person === id).map((one) => ({
        id: one.inHistory,
        from: one.out ? business : one.person,
        timestamp: String(one.at + dice.below(2)),
        history_context: { from_me: one.out, status: dice.one(['PENDING', 'DELIVERED', 'READ', 'ERROR']) },
        ...(dice.chance(30) ? { type: 'media_placeholder' } : one.content),
      })),
    }));
    const progress = Math.min(100, order * 30);
    const chunk = { metadata: { phase: order % 2, chunk_order: order, progress }, threads: threads.filter((one) => one.messages.length) };
    chunks.push(wrap('history', { metadata, history: [chunk] }));
  }
  return chunks;
}

function contactsOf(dice) {
  return people.map((phone_number) => {
    const action = dice.chance(80) ? 'add' : 'remove';
    const contact = action === 'add' ? { full_name: `Contact ${dice.below(5)}`, phone_number } : { phone_number };
    const state_sync = [{ type: 'contact', action, contact, metadata: { timestamp: String(1_760_000_000 + dice.below(9)) } }];
    return wrap('smb_app_state_sync', { metadata, state_sync });
  });
}
