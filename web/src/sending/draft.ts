// What somebody has begun to write, kept while they look elsewhere. It lives in the query client, which forgets all at a logout.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

export function useDraft(number: string, to: string): [string, (text: string) => void] {
  const client = useQueryClient();
  const key = ['draft', number, to];
  const [text, setText] = useState(() => client.getQueryData<string>(key) ?? '');
  return [
    text,
    (next) => {
      client.setQueryData(key, next);
      setText(next);
    },
  ];
}
