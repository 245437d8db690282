// What the Kapso normaliser makes of bodies that a coexistence number receives, beside what they say. It is made for one
// live webhook at a time, and fast is only worth something where the outcome is right.

import { normalizeWebhook } from '@kapso/whatsapp-cloud-api/server';
import { Twinline } from '../../../wasm/dist/index.js';

const message = (id, more = {}) => ({ from: '16505551234', id, timestamp: '1739321024', type: 'text', text: { body: 'a' }, ...more });
const value = (number, more) => ({ metadata: { phone_number_id: number }, ...more });
const body = (...changes) => ({ entry: [{ id: '1', changes: changes.map(([field, value]) => ({ field, value })) }] });
const kinds = (list) => list.reduce((sum, kind) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});
const told = (counts) => Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing';

const chunk = { metadata: { phase: 0, chunk_order: 1, progress: 5 }, threads: [{ id: '16505551234', messages: [message('a'), message('b')] }] };
const cases = [
  ['a history chunk with two messages', body(['history', value('1', { history: [chunk] })])],
  ['history sharing declined', body(['history', value('1', { history: [{ errors: [{ code: 2593109 }] }] })])],
  ['a contact of the phone', body(['smb_app_state_sync', value('1', { state_sync: [{ type: 'contact', action: 'add', contact: { full_name: 'Ana', phone_number: '16505551234' } }] })])],
  ['an edit', body(['messages', value('1', { messages: [message('e', { type: 'edit', edit: { original_message_id: 'a', message: { type: 'text', text: { body: 'b' } } } })] })])],
  ['a revoke', body(['messages', value('1', { messages: [message('r', { type: 'revoke', revoke: { original_message_id: 'a' } })] })])],
  ['a customer who changed number', body(['messages', value('1', { messages: [message('s', { type: 'system', system: { type: 'user_changed_number', wa_id: '16505559999' } })] })])],
  ['two numbers in one body', body(['messages', value('1', { messages: [message('a')] })], ['messages', value('2', { messages: [message('b')] })])],
];

export async function kapsoCases() {
  const library = await Twinline.load();
  return cases.map(([what, json]) => {
    const { messages, statuses, phoneNumberId } = normalizeWebhook(structuredClone(json));
    const events = library.decode(JSON.stringify(json));
    const numbers = new Set(events.map(({ number }) => number));
    const theirs = told(kinds([...messages.map(() => 'message'), ...statuses.map(() => 'status')]));
    const ours = told(kinds(events.map(({ event }) => event)));
    const count = numbers.size > 1 ? [` of number ${phoneNumberId}`, ` of numbers ${[...numbers].join(' and ')}`] : ['', ''];
    return `${what}: normaliser ${theirs}${count[0]}; twinline ${ours}${count[1]}`;
  });
}
