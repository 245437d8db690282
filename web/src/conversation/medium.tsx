// A photo, a document, a voice message: what is known of it. The files themselves are not fetched by this version.
import { Text } from '@mantine/core';
import type { MessageRow } from 'twinline';
import { kindOf } from './kinds';
import classes from './medium.module.css';

export function Medium({ message }: { message: MessageRow }) {
  const { media, mediaMissing, type } = message;
  if (!media && !mediaMissing) return null;
  const { word, icon: Icon } = kindOf(type);
  return (
    <div className={classes.medium}>
      <span className={classes.icon}>
        <Icon size={20} aria-hidden />
      </span>
      <span className={classes.what}>
        <Text component="span" size="sm" fw={600} truncate>
          {media?.filename ?? (media?.voice ? 'Voice message' : word)}
        </Text>
        <Text component="span" size="xs" className={classes.note} truncate>
          {mediaMissing ? 'Not received; it is in the app' : (media?.mime ?? (message.direction === 'out' ? 'Sent' : 'Received'))}
        </Text>
      </span>
    </div>
  );
}
