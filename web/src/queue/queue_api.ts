import { queryOptions } from '@tanstack/react-query';
import { at, call, get } from '../session/call';
import type { Queue } from './types';

export const queue_api = {
  async pause(number: string, reason: string): Promise<void> {
    await call(at`/v1/numbers/${number}/queue/pause`, { method: 'POST', body: { reason } });
  },
  async resume(number: string): Promise<void> {
    await call(at`/v1/numbers/${number}/queue/resume`, { method: 'POST', body: {} });
  },
};

// The gauge shows seconds, so it is asked every second while somebody looks.
export function queueQuery(number: string) {
  return queryOptions({
    queryKey: ['queue', number],
    queryFn: () => get<Queue>(at`/v1/numbers/${number}/queue`),
    refetchInterval: 1_000,
  });
}
