import { Badge, type BadgeProps } from '@mantine/core';
import type { FollowState } from 'twinline';

const shown: Record<FollowState, { word: string; color: string; variant: BadgeProps['variant'] }> = {
  connecting: { word: 'Connecting', color: 'gray', variant: 'dot' },
  catching_up: { word: 'Receiving', color: 'yellow', variant: 'dot' },
  live: { word: 'Following', color: 'line', variant: 'dot' },
  waiting: { word: 'Reconnecting', color: 'red', variant: 'light' },
  refused: { word: 'Logged out', color: 'red', variant: 'light' },
  stopped: { word: 'Paused', color: 'gray', variant: 'dot' },
};

// Whether what is on the screen is the present.
export function LiveState({ state }: { state: FollowState | undefined }) {
  const { word, color, variant } = shown[state ?? 'connecting'];
  return (
    <Badge role="status" color={color} variant={variant ?? 'dot'} tt="none" style={{ flex: 'none' }} data-state={state}>
      {word}
    </Badge>
  );
}
