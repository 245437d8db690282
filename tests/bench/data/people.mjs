// Whom the business talks to: phones in countries without national variants, so that a thread is named by its phone.

import { Buffer } from 'node:buffer';

export const business = { phone: '15550783881', number: '106540352242922', waba: '102290129340398' };

const countries = [['1', 10], ['34', 9], ['44', 10], ['49', 11], ['91', 10], ['971', 9], ['86', 11], ['351', 9]];
const names = ['Ana Sousa', 'Kerem Ay', 'Li Wei', 'Zoë Müller', 'Fatima H.', 'Raj', 'José María', 'Sam'];

/** Phones, all different. */
export function people(random, count) {
  const phones = new Set();
  while (phones.size < count) {
    const [prefix, digits] = random.of(countries);
    phones.add(prefix + random.digits(digits));
  }
  return [...phones].map((phone) => ({ phone, name: random.of(names) }));
}

/** Shaped like those in traffic: they decode to a phone, a direction and the id that the sending device gave. */
export function wamid(random, phone, out) {
  const stanza = random.chance(60) ? '3EB0' + random.hex(16) : '3A' + random.hex(18);
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, phone.length]), Buffer.from(phone), Buffer.from([0x15, 0x02, 0x00, out ? 0x11 : 0x12]),
    Buffer.from([0x18, stanza.length]), Buffer.from(stanza), Buffer.from([0x00]),
  ]);
  return 'wamid.' + bytes.toString('base64');
}
