// A whole area that has nothing to show yet, or cannot: what is so, and what can be done.
import { Center, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface NoticeProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'status' | 'alert';
  heading?: 'h1'; // where it is all there is of a page
}

export function Notice({ icon, title, children, action, role = 'status', heading }: NoticeProps) {
  return (
    <Center h="100%" mih={220} p="xl" role={role}>
      <Stack align="center" gap="xs" maw={380} ta="center" c="var(--faint)">
        {icon}
        <Text component={heading ?? 'p'} m={0} fw={600} size="lg" c="var(--mantine-color-text)">
          {title}
        </Text>
        {children && (
          <Text size="sm" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
