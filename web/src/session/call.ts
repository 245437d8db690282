// One request to the shim's /v1. The login is a cookie that scripts cannot read; a business that came by a signed link has
// no login, its link goes along in a header.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Sent {
  method?: 'POST' | 'PUT' | 'DELETE';
  body?: unknown; // sent as JSON
  raw?: { body: BodyInit; type: string; headers?: Record<string, string> } | undefined; // sent as it is
  link?: string | undefined;
}

export async function call(path: string, { method, body, raw, link }: Sent = {}): Promise<Response> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(raw ? { 'content-type': raw.type, ...raw.headers } : {}),
    ...(link ? { 'x-onboarding-link': link } : {}),
  };
  const init: RequestInit = { credentials: 'same-origin', cache: 'no-store', headers };
  if (method) init.method = method;
  if (body !== undefined) init.body = JSON.stringify(body);
  else if (raw) init.body = raw.body;
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError(0, 'unreachable', 'The server does not answer.');
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => undefined);
  throw new ApiError(
    response.status,
    answer?.error?.code ?? 'http',
    answer?.error?.message ?? answer?.message ?? `The server answered with status ${response.status}.`,
  );
}

export async function get<T>(path: string, sent?: Sent): Promise<T> {
  return (await call(path, sent)).json() as Promise<T>;
}

// Path parts are data: an id may hold anything.
export function at(path: TemplateStringsArray, ...parts: string[]): string {
  return String.raw({ raw: path }, ...parts.map(encodeURIComponent));
}
