// The places of a template that somebody fills in, and the message that comes of it, in the shape of Meta's API.
import type { Template } from '../number/types';
import type { OutgoingMessage } from './types';

export interface Place {
  key: string;
  label: string;
  kind: 'text' | 'media';
  component: 'header' | 'body' | 'button';
  name?: string; // of a named parameter
  medium?: string; // image, video, document
  button?: { index: number; sub_type: string; parameter: string };
}

const mark = /\{\{\s*([\w.]+)\s*\}\}/g;

// The marks of a text in the order of their first appearance; numbered ones in the order of their numbers.
export function marksOf(text: string | undefined): string[] {
  const marks = [...new Set([...(text ?? '').matchAll(mark)].map(([, name]) => name ?? ''))];
  return marks.every((name) => /^\d+$/.test(name)) ? marks.sort((a, b) => Number(a) - Number(b)) : marks;
}

export function partOf(template: Template, type: string) {
  return template.components?.find((part) => part.type.toUpperCase() === type);
}

export function placesOf(template: Template): Place[] {
  const header = partOf(template, 'HEADER');
  const medium = header?.format && header.format.toUpperCase() !== 'TEXT' ? header.format.toLowerCase() : undefined;
  return [
    ...(medium ? [{ key: 'header', label: `Header: ${medium}`, kind: 'media' as const, component: 'header' as const, medium }] : []),
    ...textPlaces(header?.text, 'header', 'Header'),
    ...textPlaces(partOf(template, 'BODY')?.text, 'body', ''),
    ...buttonPlaces(template),
  ];
}

function textPlaces(text: string | undefined, component: 'header' | 'body', before: string): Place[] {
  return marksOf(text).map((name) => ({
    key: `${component} ${name}`,
    label: `${before} {{${name}}}`.trim(),
    kind: 'text',
    component,
    ...(/^\d+$/.test(name) ? {} : { name }),
  }));
}

function buttonPlaces(template: Template): Place[] {
  return (partOf(template, 'BUTTONS')?.buttons ?? []).flatMap((button, index): Place[] => {
    const type = button.type.toUpperCase();
    const label = `Button “${button.text ?? type}”`;
    const place = { key: `button ${index}`, kind: 'text' as const, component: 'button' as const };
    if (type === 'URL' && marksOf(button.url).length) {
      return [{ ...place, label: `${label}: end of the address`, button: { index, sub_type: 'url', parameter: 'text' } }];
    }
    if (type === 'COPY_CODE') {
      return [{ ...place, label: `${label}: code`, button: { index, sub_type: 'copy_code', parameter: 'coupon_code' } }];
    }
    return [];
  });
}

// `values` by the key of a place; for a medium it is the id that the upload gave.
export function templateMessage(template: Template, values: Record<string, string>): OutgoingMessage {
  const places = placesOf(template);
  const value = (place: Place) => values[place.key] ?? '';
  const components: unknown[] = [];
  for (const component of ['header', 'body'] as const) {
    const parameters = places
      .filter((place) => place.component === component)
      .map((place) =>
        place.medium
          ? { type: place.medium, [place.medium]: { id: value(place) } }
          : { type: 'text', ...(place.name ? { parameter_name: place.name } : {}), text: value(place) },
      );
    if (parameters.length) components.push({ type: component, parameters });
  }
  for (const place of places) {
    if (!place.button) continue;
    const { index, sub_type, parameter } = place.button;
    components.push({ type: 'button', sub_type, index: String(index), parameters: [{ type: parameter, [parameter]: value(place) }] });
  }
  return {
    messaging_product: 'whatsapp',
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.language ?? '' },
      ...(components.length ? { components } : {}),
    },
  };
}

// The text with what is filled in so far; a mark that is still open stays as it is.
export function filled(text: string, value: (name: string) => string | undefined): string {
  return text.replace(mark, (whole, name: string) => value(name) || whole);
}
