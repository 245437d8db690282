// How values are written for people. Everything here is about display in the reader's own language and time zone.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const short_date = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' });
const long_date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const both = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const whole = new Intl.NumberFormat();

const day_ms = 86_400_000;

// Midnight of the day, so that two times on one day give the same value.
export function dayOf(at_s: number): number {
  return new Date(at_s * 1000).setHours(0, 0, 0, 0);
}

function daysAgo(at_s: number, now_ms: number): number {
  return Math.round((new Date(now_ms).setHours(0, 0, 0, 0) - dayOf(at_s)) / day_ms);
}

export function timeOfDay(at_s: number): string {
  return at_s ? clock.format(at_s * 1000) : '';
}

// Short, for lists: the time today, a day's name this week, else the date.
export function moment(at_s: number, now_ms: number): string {
  if (!at_s) return '';
  const days = daysAgo(at_s, now_ms);
  if (days === 0) return clock.format(at_s * 1000);
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(at_s * 1000);
  return short_date.format(at_s * 1000);
}

// Long, for the line between two days.
export function dayName(at_s: number, now_ms: number): string {
  if (!at_s) return 'Time unknown';
  const days = daysAgo(at_s, now_ms);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return long_date.format(at_s * 1000);
}

export function fullTime(at_s: number): string {
  return at_s ? full.format(at_s * 1000) : 'Time unknown';
}

export function dateAndTime(at_ms: number): string {
  return both.format(at_ms);
}

export function isoTime(at_s: number): string | undefined {
  return at_s ? new Date(at_s * 1000).toISOString() : undefined;
}

export function amount(value: number | undefined): string {
  return value === undefined ? '–' : whole.format(value);
}

// Digits read as a phone number; anything else (a user id, a group) stays as it is.
export function phone(name: string): string {
  return /^\d{6,}$/.test(name) ? `+${name}` : name;
}

export function plural(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

// A span of time, in its two greatest units.
export function span(seconds: number): string {
  const units: [number, string][] = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];
  const first = units.findIndex(([length]) => seconds >= length);
  if (first < 0) return '0 s';
  let rest = Math.floor(seconds);
  return units
    .slice(first, first + 2)
    .map(([length, unit]) => {
      const count = Math.floor(rest / length);
      rest -= count * length;
      return `${count} ${unit}`;
    })
    .filter((part, index) => index === 0 || !part.startsWith('0 '))
    .join(' ');
}

// A name out of the data, like `sync_contacts` or `BUSINESS_DOWNGRADE`, as words.
export function words(name: string): string {
  const text = name.replaceAll('_', ' ').toLowerCase();
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
