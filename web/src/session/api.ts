// Who is logged in, and what the shim tells about its numbers' stored data.
import type { Fact } from 'twinline';
import { ApiError, at, call, get } from './call';

export interface Session {
  role: string;
}

export interface NumberEntry {
  number: string;
  phone?: string;
  waba?: string;
  version?: string;
  stage?: string;
  indicator?: 'coexistence' | 'cloud_api';
  next?: { text: string; until?: number; urgency?: string };
  quality?: string;
  limit?: string;
  app?: string;
}

export interface StoredFact {
  delivery: number;
  lane?: number;
  received: number; // ms; 0: unknown
  path: string; // JSON pointer into the delivery
  event: Fact;
}

export interface ShimStatus {
  version: string;
  deliveries: number;
  projected: number;
  issues: number;
}

export const api = {
  // No session is an answer, not an error.
  async session(): Promise<Session | null> {
    try {
      return await get<Session>('/v1/session');
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  async login(token: string): Promise<void> {
    await call('/v1/login', { method: 'POST', body: { token } });
  },
  async logout(): Promise<void> {
    await call('/v1/logout', { method: 'POST' });
  },
  async numbers(): Promise<NumberEntry[]> {
    return (await get<{ numbers: NumberEntry[] }>('/v1/numbers')).numbers;
  },
  // Where everything known of a message came from. The server reads what it has stored, which may take a while.
  async facts(number: string, id: string): Promise<StoredFact[]> {
    return (await get<{ facts: StoredFact[] }>(at`/v1/numbers/${number}/messages/${id}/facts`)).facts;
  },
  status: () => get<ShimStatus>('/v1/status'),
};
