// The pages and their addresses. Ids live in the search part: paths with a dot belong to the server's files.
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { InboxPage } from './inbox/inbox_page';
import { NumbersPage } from './numbers/numbers_page';
import { LoginPage } from './session/login_page';
import { session_query } from './session/queries';
import { Failed, Missing } from './shell/failed';
import { Shell } from './shell/shell';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Failed,
  notFoundComponent: Missing,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginPage,
  validateSearch: (search: Record<string, unknown>) => ({ to: local(search.to) }),
});

// Everything behind the login.
const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.fetchQuery(session_query);
    if (!session) throw redirect({ to: '/login', search: { to: location.href }, replace: true });
  },
});

const numbers = createRoute({ getParentRoute: () => inside, path: '/', component: NumbersPage });

// The open conversation and, in it, the message that was jumped to.
interface InboxSearch {
  chat?: string;
  message?: string;
}

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/numbers/$number',
  component: InboxPage,
  validateSearch: (search: Record<string, unknown>): InboxSearch => {
    const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
    const [chat, message] = [text(search.chat), text(search.message)];
    return { ...(chat ? { chat } : {}), ...(chat && message ? { message } : {}) };
  },
});

// A way back after the login that cannot lead to another site.
function local(to: unknown): string | undefined {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : undefined;
}

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([login, inside.addChildren([numbers, inbox])]),
    context: { queries },
    // Plain texts: digits are names here, never numbers.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined) as [string, string][];
      return given.length ? `?${new URLSearchParams(given)}` : '';
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
