// What the dashboard asks the shim again and again, with the pace of asking.
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from './api';
import { ApiError } from './call';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; a server that is away is asked again.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      staleTime: 5_000,
    },
  },
});

// Kept until it is sent or the page is left.
queries.setQueryDefaults(['draft'], { gcTime: Number.POSITIVE_INFINITY });

export const session_query = queryOptions({ queryKey: ['session'], queryFn: api.session, staleTime: 60_000 });
export const numbers_query = queryOptions({ queryKey: ['numbers'], queryFn: api.numbers, refetchInterval: 5_000 });
export const status_query = queryOptions({ queryKey: ['status'], queryFn: api.status, refetchInterval: 5_000 });
