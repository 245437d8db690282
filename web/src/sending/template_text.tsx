// A template as the customer would see it, as far as its places are filled in.
import { Text } from '@mantine/core';
import type { Template } from '../number/types';
import { filled, partOf } from './template_message';
import classes from './sending.module.css';

interface TemplateTextProps {
  template: Template;
  value: (component: 'header' | 'body', name: string) => string | undefined;
}

export function TemplateText({ template, value }: TemplateTextProps) {
  const header = partOf(template, 'HEADER');
  const body = partOf(template, 'BODY')?.text;
  const footer = partOf(template, 'FOOTER')?.text;
  const buttons = partOf(template, 'BUTTONS')?.buttons ?? [];
  return (
    <figure className={classes.sample} aria-label="What the customer sees">
      {header?.text && <strong dir="auto">{filled(header.text, (name) => value('header', name))}</strong>}
      {header && !header.text && header.format && (
        <Text size="xs" c="var(--own-faint)">
          {header.format.toLowerCase()}
        </Text>
      )}
      <span dir="auto" className={classes.text}>
        {body ? filled(body, (name) => value('body', name)) : template.name}
      </span>
      {footer && (
        <Text size="xs" c="var(--own-faint)" dir="auto">
          {footer}
        </Text>
      )}
      {buttons.length > 0 && (
        <ul className={classes.buttons}>
          {buttons.map((button, index) => (
            <li key={`${button.text ?? button.type} ${index}`}>{button.text ?? button.type}</li>
          ))}
        </ul>
      )}
    </figure>
  );
}
