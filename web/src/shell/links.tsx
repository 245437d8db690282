// Mantine's looks on the router's links.
import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

interface IconAnchorProps extends ActionIconProps, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ActionIconProps> {
  ref?: Ref<HTMLAnchorElement>;
}

export const IconLink = createLink((props: IconAnchorProps) => (
  <ActionIcon component="a" variant="subtle" color="gray" {...props} />
));
