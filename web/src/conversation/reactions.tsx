import type { Reaction } from 'twinline';
import { phone } from '../format';
import classes from './reactions.module.css';

export function Reactions({ reactions }: { reactions: Reaction[] }) {
  const shown = reactions.filter((reaction) => reaction.emoji);
  if (!shown.length) return null;
  return (
    <span className={classes.reactions} role="list" aria-label="Reactions">
      {shown.map((reaction) => (
        <span key={`${reaction.from} ${reaction.peer ?? ''}`} role="listitem" title={who(reaction)}>
          {reaction.emoji}
        </span>
      ))}
    </span>
  );
}

function who(reaction: Reaction): string {
  if (reaction.from === 'business') return 'You';
  return reaction.peer ? phone(reaction.peer) : 'Customer';
}
