// A round sign for a person or a group. Decoration: the name stands beside it. Plain elements, because lists hold many.
import { IconUser, IconUsersGroup } from '@tabler/icons-react';
import classes from './face.module.css';

// Those of Mantine's colours that can be read in both schemes.
const colors = ['line', 'blue', 'indigo', 'violet', 'grape', 'pink', 'cyan'];

interface FaceProps {
  name: string | undefined;
  group: boolean;
}

export function Face({ name, group }: FaceProps) {
  const color = name && !group ? colors[mixed(name) % colors.length] : 'gray';
  const style = { background: `var(--mantine-color-${color}-light)`, color: `var(--mantine-color-${color}-light-color)` };
  return (
    <span className={classes.face} style={style} aria-hidden>
      {group ? <IconUsersGroup size={18} /> : name ? initials(name) : <IconUser size={18} />}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return chosen.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
}

// The same name has the same colour everywhere.
function mixed(text: string): number {
  let result = 0;
  for (let i = 0; i < text.length; i += 1) result = (Math.imul(result, 31) + text.charCodeAt(i)) >>> 0;
  return result;
}
