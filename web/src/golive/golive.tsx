// Who speaks to the shim about going live: somebody logged in, or a business with a signed link.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { type GoLiveApi, goLiveApi } from './golive_api';
import type { Onboarding } from './types';

const GoLiveContext = createContext<GoLiveApi>(goLiveApi());

export function LinkedBusiness({ link, children }: { link: string; children: ReactNode }) {
  return <GoLiveContext value={goLiveApi(link)}>{children}</GoLiveContext>;
}

export function useGoLive(): GoLiveApi {
  return use(GoLiveContext);
}

const brisk_ms = 1_500;
const calm_ms = 5_000;

export const apps_query = queryOptions({ queryKey: ['apps'], queryFn: goLiveApi().apps, refetchInterval: calm_ms });

// Asked briskly while the shim is at work for it.
export function onboardingQuery(api: GoLiveApi, id: string) {
  return queryOptions({
    queryKey: ['onboarding', id],
    queryFn: () => api.onboarding(id),
    refetchInterval: (query) => (query.state.data?.steps.some((step) => step.state === 'waiting') ? brisk_ms : calm_ms),
  });
}

// Tells the shim something about an onboarding; its answer is the new state.
export function useOnboardingCall<Given>(id: string, make: (api: GoLiveApi, given: Given) => Promise<Onboarding>) {
  const api = useGoLive();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => make(api, given),
    onSuccess: (onboarding) => client.setQueryData(['onboarding', id], onboarding),
  });
}
