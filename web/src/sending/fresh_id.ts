// An id that nobody else has made. Not crypto.randomUUID, which a page without TLS does not have.
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
