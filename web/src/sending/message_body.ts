// A text or a file as the body that Meta's API takes. Whether it is taken, and when, others say.
import type { OutgoingMessage } from './types';

export const file_kinds = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type FileKind = (typeof file_kinds)[number];

// What a file most likely is meant as; somebody may choose another.
export function kindOfFile(file: Pick<File, 'type'>): FileKind {
  const first = file.type.split('/')[0] ?? '';
  return file_kinds.find((kind) => kind === first) ?? 'document';
}

export function takesCaption(kind: FileKind): boolean {
  return kind !== 'audio' && kind !== 'sticker';
}

export function textMessage(text: string): OutgoingMessage {
  return { messaging_product: 'whatsapp', type: 'text', text: { body: text } };
}

export function fileMessage(kind: FileKind, id: string, caption: string, filename: string): OutgoingMessage {
  const medium = { id, ...(caption && takesCaption(kind) ? { caption } : {}), ...(kind === 'document' ? { filename } : {}) };
  return { messaging_product: 'whatsapp', type: kind, [kind]: medium };
}

// A phone number goes into `to`, a name that is none (a user id) into `recipient`.
export function addressed(message: OutgoingMessage, to: string, reply_to: string | undefined): OutgoingMessage {
  const whom = /^\+?\d+$/.test(to) ? { to } : { recipient: to };
  return { ...message, recipient_type: 'individual', ...whom, ...(reply_to ? { context: { message_id: reply_to } } : {}) };
}
