// A question in front of the page. Not Mantine's own header: inside a dialog it would be a second banner of the page.
import { type MantineSize, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  title: string;
  opened: boolean;
  size?: MantineSize;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, opened, size = 'md', onClose, children }: DialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body pt="md">
          <Stack gap="sm">
            <Text component="h2" size="md" fw={600}>
              {title}
            </Text>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
