// One message as it is known now.
import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconDeviceMobile, IconInfoCircle } from '@tabler/icons-react';
import type { MessageRow } from 'twinline';
import { fullTime, isoTime, phone, timeOfDay } from '../format';
import classes from './bubble.module.css';
import { Extra } from './extra';
import { Medium } from './medium';
import { Quote } from './quote';
import { Reactions } from './reactions';
import { Ticks } from './ticks';

interface BubbleProps {
  number: string;
  message: MessageRow;
  continues: boolean; // the message before is from the same sender on the same day
  targeted: boolean; // somebody jumped here
  onDetails: (id: string) => void;
  onReply: ((id: string) => void) | undefined;
}

export function Bubble({ number, message, continues, targeted, onDetails, onReply }: BubbleProps) {
  const own = message.direction === 'out';
  return (
    <article
      className={classes.place}
      data-own={own || undefined}
      data-continues={continues || undefined}
      data-message={message.id}
      data-targeted={targeted || undefined}
      aria-label={`${own ? 'Sent' : 'Received'}, ${fullTime(message.at)}`}
    >
      <div className={classes.bubble}>
        {message.group && !own && !continues && (
          <Text size="xs" fw={600} c="line" className="numeric">
            {message.name || phone(message.peer)}
          </Text>
        )}
        <Body number={number} message={message} />
        <span className={classes.meta}>
          {message.edited && !message.revoked && <span>Edited</span>}
          <UnstyledButton
            className={classes.details}
            aria-label={`${timeOfDay(message.at)} details`.trim()}
            title={fullTime(message.at)}
            onClick={() => onDetails(message.id)}
          >
            <time dateTime={isoTime(message.at)}>{timeOfDay(message.at) || <IconInfoCircle size={13} aria-hidden />}</time>
          </UnstyledButton>
          {own && <Ticks status={message.status} failed={message.failed} />}
        </span>
        {message.failed && <Failure message={message} />}
        {onReply && !message.revoked && (
          <ActionIcon
            className={classes.reply}
            size={28}
            radius="xl"
            variant="default"
            aria-label={`Answer the message of ${fullTime(message.at)}`}
            onClick={() => onReply(message.id)}
          >
            <IconArrowBackUp size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <Reactions reactions={message.reactions} />
    </article>
  );
}

function Body({ number, message }: { number: string; message: MessageRow }) {
  if (message.revoked) {
    return (
      <span className={classes.notice}>
        <IconBan size={15} aria-hidden /> This message was deleted
      </span>
    );
  }
  if (message.undecodable) {
    return (
      <span className={classes.notice}>
        <IconDeviceMobile size={15} aria-hidden /> This message cannot be shown here. Open the app to read it.
      </span>
    );
  }
  return (
    <>
      {message.replyTo && <Quote number={number} id={message.replyTo} />}
      <Medium message={message} />
      {message.text && <span dir="auto" className={classes.text}>{message.text}</span>}
      {!message.text && <Extra message={message} />}
    </>
  );
}

function Failure({ message }: { message: MessageRow }) {
  const title = message.errors.map((error) => error.title ?? error.code).find((one) => one !== undefined);
  return (
    <Text size="xs" c="red" className={classes.failure}>
      Not delivered{title === undefined ? '' : `: ${title}`}
    </Text>
  );
}
