// A message in one line: its text, or a small picture and a word for what it is.
import { IconBan, IconDeviceMobile } from '@tabler/icons-react';
import type { MessageRow, ThreadRow } from 'twinline';
import { kindOf } from './kinds';
import classes from './preview.module.css';

export type Previewed = Pick<MessageRow & ThreadRow, 'type' | 'text' | 'revoked' | 'undecodable'>;

export function Preview({ message }: { message: Previewed }) {
  if (message.revoked) return <Line icon={IconBan} text="Message deleted" />;
  if (message.undecodable) return <Line icon={IconDeviceMobile} text="Open the app to read it" />;
  const kind = kindOf(message.type);
  if (message.type === 'text' || !message.type) {
    return (
      <span dir="auto" className={classes.text}>
        {message.text || kind.word}
      </span>
    );
  }
  return <Line icon={kind.icon} text={message.text || kind.word} />;
}

function Line({ icon: Icon, text }: { icon: ReturnType<typeof kindOf>['icon']; text: string }) {
  return (
    <>
      <Icon size={15} className={classes.icon} aria-hidden />
      <span dir="auto" className={classes.text}>
        {text}
      </span>
    </>
  );
}
