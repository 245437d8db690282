// What somebody has written and sent off, until the queue has it: one after the other, in the order of writing, also while
// the person writes on or looks elsewhere. What was refused stays here until it is tried again, taken back or given up.
//
// Trying the same again after a lost answer sends nothing twice: it carries the same id, and a file that was uploaded once is
// not uploaded again.
import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Attached } from './attachment';
import { freshId } from './fresh_id';
import { addressed, fileMessage, textMessage } from './message_body';
import { sending_api, sends_key } from './sending_api';
import type { OutgoingMessage } from './types';

export interface Written {
  text: string;
  attached?: Attached | undefined;
  reply_to?: string | undefined;
}

export interface Leaving extends Written {
  id: string;
}

export interface Refusal {
  leaving: Leaving;
  error: Error;
}

export function useOutbox(number: string, to: string, onQueued: () => void) {
  const client = useQueryClient();
  const mutationKey = ['outbox', number, to];
  // Is in the field again: as long as nobody changes it, it keeps its id, also when the person comes back to it later.
  const takenKey = [...mutationKey, 'taken'];
  client.setQueryDefaults(takenKey, { gcTime: Number.POSITIVE_INFINITY });
  const take = (one: Leaving | null) => client.setQueryData(takenKey, one);
  const uploaded = useRef(new WeakMap<File, string>());

  async function upload(file: File): Promise<string> {
    const known = uploaded.current.get(file);
    if (known) return known;
    const id = await sending_api.upload(number, file);
    uploaded.current.set(file, id);
    return id;
  }

  async function bodyOf({ text, attached }: Written): Promise<OutgoingMessage> {
    if (!attached) return textMessage(text);
    return fileMessage(attached.kind, await upload(attached.file), text, attached.file.name);
  }

  const { mutate, isSuccess } = useMutation({
    mutationKey,
    scope: { id: mutationKey.join(' ') }, // one after the other
    gcTime: Number.POSITIVE_INFINITY,
    mutationFn: async (leaving: Leaving) =>
      sending_api.submit(number, { id: leaving.id, message: addressed(await bodyOf(leaving), to, leaving.reply_to) }),
    onSuccess: (_, { id }) => {
      forget(id);
      void client.invalidateQueries({ queryKey: sends_key(number) }).then(onQueued);
    },
  });

  const tries = useMutationState({
    filters: { mutationKey },
    select: ({ state }) => ({ status: state.status, error: state.error, leaving: state.variables as Leaving | undefined }),
  });
  const leaving = tries.flatMap((one) => (one.status === 'pending' && one.leaving ? [one.leaving] : []));
  const refused = tries.flatMap(({ leaving: it, error }): Refusal[] => (it && error ? [{ leaving: it, error }] : []));

  function forget(id: string) {
    const cache = client.getMutationCache();
    for (const one of cache.findAll({ mutationKey })) {
      if ((one.state.variables as Leaving | undefined)?.id === id) cache.remove(one);
    }
  }

  return {
    leaving,
    refused,
    queued: isSuccess,
    send(written: Written) {
      const taken = client.getQueryData<Leaving | null>(takenKey);
      mutate({ ...written, id: taken && sameAs(taken, written) ? taken.id : freshId() });
      take(null);
    },
    tryAgain(one: Leaving) {
      forget(one.id);
      mutate(one);
    },
    takeBack(one: Leaving) {
      forget(one.id);
      take(one);
    },
    giveUp: ({ id }: Leaving) => forget(id),
  };
}

function sameAs(a: Written, b: Written): boolean {
  return (
    a.text === b.text && a.reply_to === b.reply_to && a.attached?.file === b.attached?.file && a.attached?.kind === b.attached?.kind
  );
}
