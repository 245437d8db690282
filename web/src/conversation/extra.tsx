// What is neither text nor a medium: a location, a contact card, an order, a type that nobody has met yet. It is named,
// and its content can be opened as it came.
import type { MessageRow } from 'twinline';
import { kindOf } from './kinds';
import classes from './extra.module.css';

export function Extra({ message }: { message: MessageRow }) {
  if (message.media || message.mediaMissing) return null;
  const { word, icon: Icon } = kindOf(message.type);
  const title = (
    <span className={classes.title}>
      <Icon size={16} aria-hidden /> {word}
    </span>
  );
  if (message.content === undefined || message.content === null) return title;
  const template = message.type === 'template' ? templateOf(message.content) : undefined;
  return (
    <>
      {template && <p className={classes.template}>{template}</p>}
      <details className={classes.extra}>
        <summary>{title}</summary>
        <pre>{JSON.stringify(message.content, null, 2)}</pre>
      </details>
    </>
  );
}

// Its name and what it was filled with: the text itself lies with Meta.
function templateOf(content: unknown): string | undefined {
  const { name, components } = content as { name?: unknown; components?: unknown };
  if (typeof name !== 'string') return undefined;
  const parts = Array.isArray(components) ? components.flatMap((part) => part?.parameters ?? []) : [];
  const texts = parts.map((parameter) => parameter?.text).filter((text) => typeof text === 'string');
  return texts.length ? `${name}: ${texts.join(', ')}` : name;
}
