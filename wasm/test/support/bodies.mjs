// Webhook bodies as Meta posts them, made to measure.

export const number = '106540352242922';
const business = '15550783881';

export function body(field, value) {
  const metadata = { display_phone_number: business, phone_number_id: number };
  const changes = [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] });
}

export function message({ id, from = '16505551234', at = 1739321024, text = 'hello' }) {
  return { id, from, timestamp: String(at), type: 'text', text: { body: text } };
}

export function live(...messages) {
  return body('messages', { messages: messages.map(message) });
}

export function status({ id, status, at = 1739321030, to = '16505551234' }) {
  return body('messages', { statuses: [{ id, status, timestamp: String(at), recipient_id: to }] });
}

export function historyChunk({ phase = 0, chunk = 1, progress = 50, thread = '16505551234', messages }) {
  const old = messages.map((each) => ({ ...message(each), history_context: { status: 'READ' } }));
  const metadata = { phase, chunk_order: chunk, progress };
  return body('history', { history: [{ metadata, threads: [{ id: thread, messages: old }] }] });
}

/** `count` live messages to one conversation, a body each. */
export function conversation(count, from = '16505551234') {
  return Array.from({ length: count }, (_, index) => {
    const id = `wamid.${from}.${String(index).padStart(8, '0')}`;
    return live({ id, from, at: 1739321024 + index, text: `message ${index} 👍` });
  });
}

/** The same order for the same seed. */
export function shuffled(list, seed) {
  const order = [...list];
  let state = seed >>> 0;
  for (let left = order.length; left > 1; --left) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * left);
    [order[left - 1], order[other]] = [order[other], order[left - 1]];
  }
  return order;
}
