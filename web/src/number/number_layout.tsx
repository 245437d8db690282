// One number: who it is and how it stands above, what is asked about it below.
import { Group, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { phone } from '../format';
import { LiveState } from '../inbox/live_state';
import { useFollow, useFollowState, useSummary } from '../live/hooks';
import { numbers_query } from '../session/queries';
import { Missing } from '../shell/failed';
import { IconLink } from '../shell/links';
import classes from './number_layout.module.css';
import { Indicator, StageBadge } from './stage';

const tabs = [
  ['/numbers/$number', 'Inbox'],
  ['/numbers/$number/queue', 'Queue'],
  ['/numbers/$number/campaigns', 'Campaigns'],
  ['/numbers/$number/timeline', 'Timeline'],
  ['/numbers/$number/sync', 'Sync'],
  ['/numbers/$number/account', 'Account'],
  ['/numbers/$number/profile', 'Profile'],
  ['/numbers/$number/templates', 'Templates'],
] as const;

export function NumberLayout() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const { chat } = useSearch({ strict: false });
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const { pathname } = useLocation();
  const bar = useRef<HTMLElement>(null);
  useFollow(number, { pinned: true });
  // On a small screen the bar is wider than the page.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [pathname]);
  const numbers = useQuery(numbers_query);
  const known = numbers.data?.some((one) => one.number === number);
  if (known === false && numbers.isFetchedAfterMount) {
    return (
      <Missing title={`There is no number ${number} here`}>
        A number appears by itself with its first webhook, or when an app goes live.
      </Missing>
    );
  }
  return (
    <div className={classes.layout}>
      {/* A small screen is the open conversation's alone. */}
      {!(narrow && chat) && (
        <header className={classes.header}>
          <Who number={number} />
          <nav ref={bar} className={classes.tabs} aria-label="About this number">
            {tabs.map(([to, word]) => (
              <Link
                key={to}
                to={to}
                params={{ number }}
                className={classes.tab}
                activeOptions={{ exact: to === '/numbers/$number', includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
              >
                {word}
              </Link>
            ))}
          </nav>
        </header>
      )}
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}

function Who({ number }: { number: string }) {
  const entry = useQuery(numbers_query).data?.find((one) => one.number === number);
  const summary = useSummary(number);
  const state = useFollowState(number);
  const name = entry?.phone ?? summary?.phone;
  return (
    <Group gap={8} className={classes.who}>
      <title>{`${name ? phone(name) : number} – twinline`}</title>
      <Tooltip label="All numbers" withArrow>
        <IconLink to="/" aria-label="All numbers">
          <IconArrowLeft size={18} />
        </IconLink>
      </Tooltip>
      <Text fw={600} component="h1" size="lg" truncate className="numeric">
        {name ? phone(name) : number}
      </Text>
      <Indicator way={entry?.indicator} />
      <StageBadge stage={entry?.stage} stale={state === 'waiting'} />
      <div className={classes.live}>
        <LiveState state={state} />
      </div>
    </Group>
  );
}
