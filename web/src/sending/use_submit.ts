// Hands a message to the queue. Trying the same again after a lost answer sends nothing twice: it carries the same id, and a
// file that was uploaded once is not uploaded again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { freshId } from './fresh_id';
import { sending_api, sends_key } from './sending_api';
import type { OutgoingMessage } from './types';

export interface Outgoing {
  file?: File | undefined;
  message: (uploaded: string) => OutgoingMessage; // with the id of the uploaded file, if there is one
}

export function useSubmit(number: string) {
  const client = useQueryClient();
  const tried = useRef({ text: '', id: '' });
  const uploaded = useRef(new WeakMap<File, string>());

  async function upload(file: File): Promise<string> {
    const known = uploaded.current.get(file);
    if (known) return known;
    const id = await sending_api.upload(number, file);
    uploaded.current.set(file, id);
    return id;
  }

  return useMutation({
    mutationFn: async ({ file, message }: Outgoing) => {
      const body = message(file ? await upload(file) : '');
      const text = JSON.stringify(body);
      if (tried.current.text !== text) tried.current = { text, id: freshId() };
      const answer = await sending_api.submit(number, { id: tried.current.id, message: body });
      tried.current = { text: '', id: '' };
      return answer;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: sends_key(number) }),
  });
}
