import { queryOptions } from '@tanstack/react-query';
import { at, get } from '../session/call';
import type { Campaign, CampaignPlan, Preview } from './types';

export type CampaignAction = 'pause' | 'resume' | 'cancel';

export const campaigns_api = {
  preview: (number: string, plan: CampaignPlan) =>
    get<Preview>(at`/v1/numbers/${number}/campaigns/preview`, { method: 'POST', body: plan }),
  create: (number: string, plan: CampaignPlan) =>
    get<Campaign>(at`/v1/numbers/${number}/campaigns`, { method: 'POST', body: plan }),
  act: (number: string, id: string, action: CampaignAction) =>
    get<Campaign>(at`/v1/numbers/${number}/campaigns/${id}/${action}`, { method: 'POST', body: {} }),
};

export function campaignsQuery(number: string) {
  return queryOptions({
    queryKey: ['campaigns', number],
    queryFn: async () => (await get<{ campaigns: Campaign[] }>(at`/v1/numbers/${number}/campaigns`)).campaigns,
    refetchInterval: 2_000,
  });
}

export function campaignQuery(number: string, id: string) {
  return queryOptions({
    queryKey: ['campaigns', number, id],
    queryFn: () => get<Campaign>(at`/v1/numbers/${number}/campaigns/${id}`),
    refetchInterval: 2_000,
  });
}
