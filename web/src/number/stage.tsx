// Where a number or an app stands, and in which way it is connected.
import { Badge, Tooltip } from '@mantine/core';
import { IconArrowsExchange2, IconCloud } from '@tabler/icons-react';
import { words } from '../format';

const colors: Record<string, string> = {
  draft: 'gray',
  connecting: 'yellow',
  connected: 'blue',
  syncing: 'blue',
  live: 'line',
  offboarded: 'yellow',
  removed: 'red',
};

// `stale`: as it was when the server last answered.
export function StageBadge({ stage, stale }: { stage: string | undefined; stale?: boolean }) {
  if (!stage) return null;
  return (
    <Badge
      color={(!stale && colors[stage]) || 'gray'}
      variant="light"
      tt="none"
      data-stage={stage}
      data-stale={stale || undefined}
      style={{ flex: 'none' }}
    >
      {stale ? `Last known: ${words(stage).toLowerCase()}` : words(stage)}
    </Badge>
  );
}

const ways: Record<string, { word: string; meaning: string }> = {
  coexistence: { word: 'Coexistence', meaning: 'Connected via the WhatsApp Business app: phone and API share this number' },
  cloud_api: { word: 'Cloud API', meaning: 'Connected to the Cloud API alone' },
};

export function Indicator({ way }: { way: string | undefined }) {
  if (!way) return null;
  const { word, meaning } = ways[way] ?? { word: words(way), meaning: words(way) };
  const Icon = way === 'coexistence' ? IconArrowsExchange2 : IconCloud;
  return (
    <Tooltip label={meaning} withArrow multiline maw={280}>
      <Badge
        color={way === 'coexistence' ? 'line' : 'gray'}
        variant="outline"
        tt="none"
        leftSection={<Icon size={13} aria-hidden />}
        data-indicator={way}
        tabIndex={0}
        style={{ flex: 'none' }}
      >
        {word}
      </Badge>
    </Tooltip>
  );
}
