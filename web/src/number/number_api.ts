import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { at, call, get } from '../session/call';
import type { Account, Life, Profile, Template, TimelineEvent } from './types';

export const number_api = {
  // Those that wait for the sync; how it is done for the next onboarding stays as it is.
  async showNewMessages(app: string): Promise<void> {
    await call(at`/v1/apps/${app}/show-new-messages`, { method: 'POST', body: {} });
  },
  saveProfile: (number: string, changes: Profile) =>
    get<unknown>(at`/v1/numbers/${number}/profile`, { method: 'POST', body: changes }),
  createTemplate: (number: string, template: Template) =>
    get<unknown>(at`/v1/numbers/${number}/templates`, { method: 'POST', body: template }),
  async deleteTemplate(number: string, name: string): Promise<void> {
    await call(at`/v1/numbers/${number}/templates?name=${name}`, { method: 'DELETE' });
  },
};

export function lifeQuery(number: string) {
  return queryOptions({
    queryKey: ['life', number],
    queryFn: () => get<Life>(at`/v1/numbers/${number}/life`),
    refetchInterval: 3_000,
  });
}

export function timelineQuery(number: string) {
  return queryOptions({
    queryKey: ['timeline', number],
    queryFn: async () => (await get<{ events: TimelineEvent[] }>(at`/v1/numbers/${number}/timeline`)).events,
    refetchInterval: 5_000,
  });
}

export function accountQuery(number: string) {
  return queryOptions({
    queryKey: ['account', number],
    queryFn: () => get<Account>(at`/v1/numbers/${number}/account`),
    refetchInterval: 30_000,
  });
}

export function profileQuery(number: string) {
  return queryOptions({
    queryKey: ['profile', number],
    // Meta answers with a list of one.
    queryFn: async () => {
      const answer = await get<Profile & { data?: Profile[] }>(at`/v1/numbers/${number}/profile`);
      return answer.data?.[0] ?? answer;
    },
  });
}

interface TemplatesPage {
  data: Template[];
  after?: string; // where the next page begins
}

export function templatesQuery(number: string) {
  return infiniteQueryOptions({
    queryKey: ['templates', number],
    queryFn: ({ pageParam }) =>
      get<TemplatesPage>(at`/v1/numbers/${number}/templates` + (pageParam ? `?after=${encodeURIComponent(pageParam)}` : '')),
    initialPageParam: '',
    getNextPageParam: (page) => page.after || undefined,
    refetchInterval: 5_000,
  });
}
