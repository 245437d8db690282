// The calls of going live. With `link` they are made in the name of a business that has no login.
import type { NewMessages } from '../number/types';
import { at, call, get } from '../session/call';
import type { App, Onboarding, PreflightCheck, SignupSettings, Verdict, Way } from './types';

export type SyncType = 'smb_app_state_sync' | 'history';

export function goLiveApi(link?: string) {
  const send = <T>(method: 'POST' | 'PUT', path: string, body: unknown) => get<T>(path, { method, body, link });
  return {
    apps: async () => (await get<{ apps: App[] }>('/v1/apps', { link })).apps,
    app: (id: string) => get<App>(at`/v1/apps/${id}`, { link }),
    createApp: (name: string) => send<App>('POST', '/v1/apps', { name }),
    enableCoexistence: (id: string, enabled: boolean) =>
      send<App>('PUT', at`/v1/apps/${id}/config`, { coexistenceEnabled: enabled }),
    showNewMessages: (id: string, newMessages: NewMessages) =>
      send<App>('PUT', at`/v1/apps/${id}/config`, { newMessages }),
    requestCoexistence: (id: string, request: { contact: string; reason: string }) =>
      send<App>('POST', at`/v1/apps/${id}/coexistence-request`, request),
    grantCoexistence: (id: string) => send<App>('POST', at`/v1/apps/${id}/coexistence-request/grant`, {}),

    onboardings: async (app: string) =>
      (await get<{ onboardings: Onboarding[] }>(at`/v1/apps/${app}/onboardings`, { link })).onboardings,
    begin: (app: string, way?: Way) => send<Onboarding>('POST', at`/v1/apps/${app}/onboardings`, way ? { way } : {}),
    onboarding: (id: string) => get<Onboarding>(at`/v1/onboardings/${id}`, { link }),
    tell: (id: string, step: string, value: unknown) =>
      send<Onboarding>('PUT', at`/v1/onboardings/${id}/steps/${step}`, { value }),
    signupEvent: (id: string, event: { origin: string; message: string }) =>
      send<Onboarding>('POST', at`/v1/onboardings/${id}/signup-events`, event),
    code: (id: string, code: string) => send<Onboarding>('POST', at`/v1/onboardings/${id}/code`, { code }),
    register: (id: string, pin: string) => send<Onboarding>('POST', at`/v1/onboardings/${id}/pin`, { pin }),
    makeLink: (id: string, valid_s: number) =>
      send<{ url: string; expires: number }>('POST', at`/v1/onboardings/${id}/link`, { valid_s }),

    signupSettings: () => get<SignupSettings>('/v1/signup-settings', { link }),
    policies: async () => (await get<{ policies: string[] }>('/v1/policies', { link })).policies,
    check: (policy: string, at_day: string | undefined, facts: Record<string, unknown>) =>
      send<Verdict>('POST', '/v1/check', { policy, ...(at_day ? { at: at_day } : {}), facts }),

    preflight: async (app: string) =>
      (await get<{ checks: PreflightCheck[] }>(at`/v1/apps/${app}/coex/preflight`, { link })).checks,
    async sync(app: string, syncType: SyncType): Promise<void> {
      await call(at`/v1/apps/${app}/coex/sync`, { method: 'POST', body: { syncType }, link });
    },
  };
}

export type GoLiveApi = ReturnType<typeof goLiveApi>;
