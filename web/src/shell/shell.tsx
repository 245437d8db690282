// The frame around every page: who we are, whether the server answers, and the way out.
import { ActionIcon, Badge, Group, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { amount, plural } from '../format';
import { useLive } from '../live/hooks';
import { api, type ShimStatus } from '../session/api';
import { ApiError } from '../session/call';
import { status_query } from '../session/queries';
import { ColorSchemeItems } from './color_scheme';
import { Logo } from './logo';
import classes from './shell.module.css';

export function Shell() {
  const live = useLive();
  const client = useQueryClient();
  const navigate = useNavigate();
  const status = useQuery(status_query);
  const refused = status.error instanceof ApiError && status.error.status === 401;

  useEffect(() => {
    const leave = () => {
      client.clear();
      void navigate({ to: '/login', search: { to: location.pathname + location.search } });
    };
    live.onRefused = leave;
    if (refused) leave();
    return () => {
      live.onRefused = undefined;
    };
  }, [live, client, navigate, refused]);

  async function logout() {
    await api.logout().catch(() => undefined);
    // A fresh page forgets every message that this one held.
    location.assign('/login');
  }

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.header}>
        <Group gap="lg" wrap="nowrap">
          <UnstyledButton component={Link} to="/" aria-label="twinline, all numbers">
            <Logo />
          </UnstyledButton>
          <nav className={classes.pages} aria-label="Pages">
            <Link to="/" className={classes.page} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
              Numbers
            </Link>
            <Link to="/apps" className={classes.page} activeProps={{ 'aria-current': 'page' }}>
              Apps
            </Link>
            <Link to="/check" className={classes.page} activeProps={{ 'aria-current': 'page' }}>
              Check
            </Link>
          </nav>
        </Group>
        <Group gap="sm" wrap="nowrap">
          <ServerState away={status.isError && !refused} status={status.data} />
          <Menu position="bottom-end" width={200} withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label="Menu">
                <IconSettings size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <ColorSchemeItems />
              <Menu.Divider />
              <Menu.Item leftSection={<IconLogout size={16} />} onClick={logout}>
                Log out
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function ServerState({ away, status }: { away: boolean; status: ShimStatus | undefined }) {
  if (away) {
    return (
      <Badge color="red" variant="light" role="status" tt="none">
        Server does not answer
      </Badge>
    );
  }
  if (!status) return null;
  const behind = Math.max(status.deliveries - status.projected, 0);
  const facts = [
    `twinline ${status.version}`,
    `${plural(status.deliveries, 'delivery', 'deliveries')} stored`,
    behind ? `${amount(behind)} waiting` : 'all shown',
    ...(status.issues ? [plural(status.issues, 'issue', 'issues')] : []),
  ];
  return (
    <Tooltip label={facts.join(' · ')} withArrow>
      <Badge color={behind ? 'yellow' : 'line'} variant="dot" tt="none" tabIndex={0} className={classes.state}>
        {behind ? `Working, ${amount(behind)} waiting` : 'Up to date'}
      </Badge>
    </Tooltip>
  );
}
