// Hands a message to the queue. Trying the same again after a lost answer sends nothing twice: it carries the same id.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { freshId } from './fresh_id';
import { sending_api, sends_key } from './sending_api';
import type { OutgoingMessage } from './types';

export function useSubmit(number: string) {
  const client = useQueryClient();
  const tried = useRef({ text: '', id: '' });

  return useMutation({
    mutationFn: async (message: OutgoingMessage) => {
      const text = JSON.stringify(message);
      if (tried.current.text !== text) tried.current = { text, id: freshId() };
      const answer = await sending_api.submit(number, { id: tried.current.id, message });
      tried.current = { text: '', id: '' };
      return answer;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: sends_key(number) }),
  });
}
