// The shim's /v1 as promises of values. The login is a cookie that scripts cannot read; nothing is kept here.
import type { Fact } from 'twinline';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Session {
  role: string;
}

export interface NumberEntry {
  number: string;
  phone?: string;
  waba?: string;
  version?: string;
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

async function call(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new ApiError(0, 'unreachable', 'The server does not answer.');
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => undefined);
  throw new ApiError(
    response.status,
    answer?.error?.code ?? 'http',
    answer?.error?.message ?? `The server answered with status ${response.status}.`,
  );
}

async function get<T>(path: string): Promise<T> {
  return (await call(path)).json() as Promise<T>;
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
    const body = JSON.stringify({ token });
    await call('/v1/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  },
  async logout(): Promise<void> {
    await call('/v1/logout', { method: 'POST' });
  },
  async numbers(): Promise<NumberEntry[]> {
    return (await get<{ numbers: NumberEntry[] }>('/v1/numbers')).numbers;
  },
  // Where everything known of a message came from. The server reads what it has stored, which may take a while.
  async facts(number: string, id: string): Promise<StoredFact[]> {
    const path = `/v1/numbers/${encodeURIComponent(number)}/messages/${encodeURIComponent(id)}/facts`;
    return (await get<{ facts: StoredFact[] }>(path)).facts;
  },
  status: () => get<ShimStatus>('/v1/status'),
};
