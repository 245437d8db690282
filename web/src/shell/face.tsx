// A round sign for a person or a group. Decoration: the name stands beside it.
import { Avatar } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';

// Those of Mantine's colours that can be read in both schemes.
const colors = ['line', 'blue', 'indigo', 'violet', 'grape', 'pink', 'cyan'];

interface FaceProps {
  name: string | undefined;
  group: boolean;
  size: number;
}

export function Face({ name, group, size }: FaceProps) {
  if (group || !name) {
    return (
      <Avatar size={size} radius="xl" aria-hidden>
        {group ? <IconUsersGroup size={18} /> : undefined}
      </Avatar>
    );
  }
  return <Avatar size={size} radius="xl" name={name} color="initials" allowedInitialsColors={colors} aria-hidden />;
}
