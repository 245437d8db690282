import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Logo } from '../shell/logo';
import { api } from './api';
import { ApiError } from './call';

export function LoginPage() {
  const { to } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!token.trim()) return setProblem('Enter the access token.');
    setBusy(true);
    setProblem(undefined);
    try {
      await api.login(token.trim());
      client.clear();
      await navigate({ to: to ?? '/', replace: true });
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  }

  return (
    <Center component="main" mih="100dvh" p="md">
      <title>Log in – twinline</title>
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={400} radius="lg">
        <form onSubmit={submit} noValidate>
          <Stack gap="lg">
            <Stack gap={6}>
              <Logo />
              <Title order={1} size="h3" mt="xs">
                Log in
              </Title>
              <Text c="var(--faint)" size="sm">
                The access token was printed when the server started for the first time, or was set by whoever runs it.
              </Text>
            </Stack>
            {/* Password managers keep a token under a name. */}
            <input type="text" name="username" autoComplete="username" value="twinline" readOnly hidden />
            <PasswordInput
              label="Access token"
              autoComplete="current-password"
              autoFocus
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? 'login-problem' : undefined}
              visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the token' }}
            />
            {problem && (
              <Alert id="login-problem" role="alert" color="red" variant="light" icon={<IconAlertCircle />} p="sm">
                {problem}
              </Alert>
            )}
            <Button type="submit" loading={busy} fullWidth>
              Log in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something unexpected happened. Try again.';
  if (error.status === 401 || error.status === 403) return 'This token is not valid. Check that it was copied completely.';
  if (error.status === 0) return 'The server does not answer. Check that it is running, then try again.';
  return error.message;
}
