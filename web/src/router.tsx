// The pages and their addresses. Ids live in the search part: paths with a dot belong to the server's files.
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { CampaignsTab } from './campaigns/campaigns_tab';
import { NewCampaign } from './campaigns/new_campaign';
import { AppPage } from './golive/app_page';
import { AppsPage } from './golive/apps_page';
import { BusinessPage } from './golive/business_page';
import { CheckPage } from './golive/check_page';
import { WizardPage } from './golive/wizard_page';
import { InboxPage } from './inbox/inbox_page';
import { AccountTab } from './number/account_tab';
import { NumberLayout } from './number/number_layout';
import { ProfileTab } from './number/profile_tab';
import { SyncTab } from './number/sync_tab';
import { TemplatesTab } from './number/templates_tab';
import { TimelineTab } from './number/timeline_tab';
import { QueueTab } from './queue/queue_tab';
import { NumbersPage } from './numbers/numbers_page';
import { LoginPage } from './session/login_page';
import { session_query } from './session/queries';
import { Failed, MissingPage } from './shell/failed';
import { Shell } from './shell/shell';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Failed,
  notFoundComponent: MissingPage,
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

const number = createRoute({ getParentRoute: () => inside, path: '/numbers/$number', component: NumberLayout });

// The open conversation and, in it, the message that was jumped to.
interface InboxSearch {
  chat?: string;
  message?: string;
}

const inbox = createRoute({
  getParentRoute: () => number,
  path: '/',
  component: InboxPage,
  validateSearch: (search: Record<string, unknown>): InboxSearch => {
    const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
    const [chat, message] = [text(search.chat), text(search.message)];
    return { ...(chat ? { chat } : {}), ...(chat && message ? { message } : {}) };
  },
});

const timeline = createRoute({ getParentRoute: () => number, path: '/timeline', component: TimelineTab });
const sync = createRoute({ getParentRoute: () => number, path: '/sync', component: SyncTab });
const account = createRoute({ getParentRoute: () => number, path: '/account', component: AccountTab });
const profile = createRoute({ getParentRoute: () => number, path: '/profile', component: ProfileTab });
const templates = createRoute({ getParentRoute: () => number, path: '/templates', component: TemplatesTab });

const queue = createRoute({ getParentRoute: () => number, path: '/queue', component: QueueTab });
const campaigns = createRoute({
  getParentRoute: () => number,
  path: '/campaigns',
  component: CampaignsTab,
  validateSearch: ({ campaign }: Record<string, unknown>): { campaign?: string } =>
    typeof campaign === 'string' && campaign ? { campaign } : {},
});
const new_campaign = createRoute({ getParentRoute: () => number, path: '/campaigns/new', component: NewCampaign });

const apps = createRoute({ getParentRoute: () => inside, path: '/apps', component: AppsPage });
const app = createRoute({ getParentRoute: () => inside, path: '/apps/$app', component: AppPage });
const check = createRoute({ getParentRoute: () => inside, path: '/check', component: CheckPage });
const wizard = createRoute({ getParentRoute: () => inside, path: '/onboardings/$onboarding', component: WizardPage });

// Without a login: the signed link is what lets a business in.
const business = createRoute({ getParentRoute: () => root, path: '/onboard/$signed', component: BusinessPage });

// A way back after the login that cannot lead to another site.
function local(to: unknown): string | undefined {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : undefined;
}

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      login,
      business,
      inside.addChildren([
        numbers,
        number.addChildren([inbox, queue, campaigns, new_campaign, timeline, sync, account, profile, templates]),
        apps,
        app,
        check,
        wizard,
      ]),
    ]),
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
