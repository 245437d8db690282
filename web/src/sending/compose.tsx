// Write to somebody, under the conversation: what may be sent now, a text, a file, a template, an answer to a message.
import { ActionIcon, Group, Textarea, Tooltip, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend2, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Refused } from '../shell/refused';
import { AttachButton, type Attached, Attachment } from './attachment';
import { useDraft } from './draft';
import { addressed, kindOfFile, takesCaption } from './message_body';
import { RefusedStrip, UnderwayStrip } from './outbox_strips';
import { PermissionLine } from './permission_line';
import { ReplyTo } from './reply_to';
import { allowedQuery } from './sending_api';
import classes from './sending.module.css';
import { TemplateDrawer } from './template_drawer';
import type { OutgoingMessage } from './types';
import { type Refusal, useOutbox } from './use_outbox';
import { useSubmit } from './use_submit';

interface ComposeProps {
  number: string;
  to: string;
  reply_to: string | undefined; // the message to answer
  onReplyTo: (id: string | undefined) => void;
  onSent: () => void;
}

export function Compose({ number, to, reply_to, onReplyTo, onSent }: ComposeProps) {
  const [text, setText] = useDraft(number, to);
  const [attached, setAttached] = useState<Attached>();
  const [refusedWith, setRefusedWith] = useState<Error>(); // what is in the field again
  const [choosing, { open, close }] = useDisclosure(false);
  const allowed = useQuery(allowedQuery(number, to));
  const outbox = useOutbox(number, to, onSent);
  const submit = useSubmit(number);
  const field = useRef<HTMLTextAreaElement>(null);
  const free = allowed.data?.free_form;
  const shut = free?.allowed === false;
  const written = text.trim();
  const ready = !shut && (attached !== undefined || written !== '');
  const unused = text === '' && !attached && !reply_to;
  const attach = (file: File) => setAttached({ file, kind: kindOfFile(file) });

  useEffect(() => {
    if (reply_to) field.current?.focus();
  }, [reply_to]);

  async function sendTemplate(message: OutgoingMessage) {
    await submit.mutateAsync(addressed(message, to, reply_to));
    onReplyTo(undefined);
    onSent();
  }

  // The field is free for the next at once.
  function sendWritten() {
    if (!ready) return;
    const silent = attached && !takesCaption(attached.kind);
    outbox.send({ text: silent ? '' : written, attached, reply_to });
    setRefusedWith(undefined);
    setAttached(undefined);
    if (!silent) setText('');
    onReplyTo(undefined);
    field.current?.focus();
  }

  function takeBack({ leaving, error }: Refusal) {
    outbox.takeBack(leaving);
    setText(leaving.text);
    setAttached(leaving.attached);
    onReplyTo(leaving.reply_to);
    setRefusedWith(error);
  }

  // What has just been refused goes back into the field, if nobody has begun to write something else in it.
  const newest = outbox.refused.at(-1);
  const looked = useRef<Error>(undefined);
  useEffect(() => {
    if (!newest || newest.error === looked.current) return;
    looked.current = newest.error;
    if (unused && outbox.refused.length === 1) takeBack(newest);
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    sendWritten();
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    sendWritten();
  }

  return (
    <>
      <form className={classes.compose} aria-label="Write a message" onSubmit={onSubmit}>
        {free && <PermissionLine permission={free} yes="You can write freely" no="No free text now" />}
        {!allowed.data && <Refused error={allowed.error} />}
        {reply_to && <ReplyTo number={number} id={reply_to} onCancel={() => onReplyTo(undefined)} />}
        {attached && (
          <Attachment
            attached={attached}
            onKind={(kind) => setAttached({ ...attached, kind })}
            onRemove={() => setAttached(undefined)}
          />
        )}
        <Refused error={refusedWith ?? null} />
        {outbox.refused.map((one) => (
          <RefusedStrip
            key={one.leaving.id}
            refusal={one}
            onTryAgain={() => outbox.tryAgain(one.leaving)}
            onTakeBack={unused ? () => takeBack(one) : undefined}
            onGiveUp={() => outbox.giveUp(one.leaving)}
          />
        ))}
        <UnderwayStrip leaving={outbox.leaving} />
        <Group gap={4} wrap="nowrap" align="flex-end">
          <AttachButton disabled={shut} onFile={attach} />
          <Tooltip label="Send a template" withArrow>
            <ActionIcon size={36} variant="subtle" color="gray" aria-label="Send a template" onClick={open}>
              <IconTemplate size={19} />
            </ActionIcon>
          </Tooltip>
          <Textarea
            ref={field}
            className={classes.field}
            aria-label="Message"
            placeholder={placeholder(shut, attached)}
            autosize
            minRows={1}
            maxRows={7}
            disabled={shut}
            value={text}
            dir="auto"
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const [file] = event.clipboardData.files;
              if (file) attach(file);
            }}
          />
          <Tooltip label="Send" withArrow>
            <ActionIcon type="submit" size={36} aria-label="Send" disabled={!ready}>
              <IconSend2 size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <VisuallyHidden role="status">{outbox.queued || submit.isSuccess ? 'The message is queued.' : ''}</VisuallyHidden>
      </form>
      <TemplateDrawer
        number={number}
        allowed={allowed.data}
        opened={choosing}
        onClose={close}
        onSend={sendTemplate}
      />
    </>
  );
}

function placeholder(shut: boolean, attached: Attached | undefined): string {
  if (shut) return 'Send a template instead';
  if (!attached) return 'Write a message';
  return takesCaption(attached.kind) ? 'Caption' : 'Goes out without a caption';
}
