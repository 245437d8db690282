// The calls of sending, and what is asked again and again while somebody looks.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiError, at, call, get } from '../session/call';
import type { Allowed, Decision, OutgoingMessage, Send, SendsPage, Submitted } from './types';

export interface Submission {
  id: string; // the same again sends nothing twice
  message: OutgoingMessage;
}

export const sending_api = {
  async submit(number: string, submission: Submission): Promise<Submitted> {
    const body = `${JSON.stringify(submission)}\n`;
    const answer = await call(at`/v1/numbers/${number}/sends`, { method: 'POST', raw: { body, type: 'application/x-ndjson' } });
    const line = JSON.parse((await answer.text()).trim()) as Submitted;
    if (line.error) throw new ApiError(answer.status, line.error.code, line.error.message);
    return line;
  },
  async upload(number: string, file: File): Promise<string> {
    const raw = {
      body: file,
      type: file.type || 'application/octet-stream',
      headers: { 'twinline-filename': encodeURIComponent(file.name) },
    };
    return (await get<{ id: string }>(at`/v1/numbers/${number}/media`, { method: 'POST', raw })).id;
  },
  async cancel(number: string, id: string): Promise<void> {
    await call(at`/v1/numbers/${number}/sends/${id}`, { method: 'DELETE' });
  },
  decide: (number: string, id: string, decision: Decision) =>
    get<Send>(at`/v1/numbers/${number}/sends/${id}/decision`, { method: 'POST', body: { decision } }),
};

// Everything asked about sends begins with this key, so that one word makes all of it be asked again.
export const sends_key = (number: string) => ['sends', number] as const;

export interface SendsFilter {
  state?: string;
  campaign?: string;
}

export function sendsQuery(number: string, filter: SendsFilter) {
  return infiniteQueryOptions({
    queryKey: [...sends_key(number), 'list', filter],
    queryFn: ({ pageParam }) => {
      const asked = new URLSearchParams({ ...filter, limit: '50', ...(pageParam ? { after: pageParam } : {}) });
      return get<SendsPage>(`${at`/v1/numbers/${number}/sends`}?${asked}`);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.after || undefined,
    refetchInterval: 2_000,
  });
}

// The newest sends to one user: often while something is on its way, else now and then.
export function sendsToQuery(number: string, to: string) {
  return queryOptions({
    queryKey: [...sends_key(number), 'to', to],
    queryFn: async () => {
      const { sends } = await get<SendsPage>(at`/v1/numbers/${number}/sends?to=${to}&limit=50`);
      return sends.filter((send) => sameName(send.to, to));
    },
    refetchInterval: ({ state }) => pace(state.error, state.data?.some(isUnderway) ? 1_000 : 5_000),
  });
}

// What was refused once is not asked for again and again.
function pace(error: Error | null, every_ms: number): number | false {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 ? false : every_ms;
}

// A caller may have written a phone number with more than its digits.
function sameName(given: string, name: string): boolean {
  return given === name || (/^\d+$/.test(name) && given.replace(/\D/g, '') === name);
}

export function isUnderway(send: Send): boolean {
  return send.state === 'waiting' || send.state === 'in_flight';
}

export function allowedQuery(number: string, to: string) {
  return queryOptions({
    queryKey: ['allowed', number, to],
    queryFn: () => get<Allowed>(at`/v1/numbers/${number}/allowed?to=${to}`),
    refetchInterval: ({ state }) => pace(state.error, 5_000),
  });
}
