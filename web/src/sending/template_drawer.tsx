// Choose a template, fill in its places, and send it.
import { Button, CloseButton, Drawer, FileInput, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Template } from '../number/types';
import { Asked } from '../shell/asked';
import { Notice } from '../shell/notice';
import { Refused } from '../shell/refused';
import { PermissionLine } from './permission_line';
import { sending_api } from './sending_api';
import { type Place, placesOf, templateMessage } from './template_message';
import { TemplateText } from './template_text';
import { templateKey, templateOptions, useTemplates } from './templates';
import type { Allowed, OutgoingMessage } from './types';

interface TemplateDrawerProps {
  number: string;
  allowed: Allowed | undefined;
  opened: boolean;
  onClose: () => void;
  onSend: (message: OutgoingMessage) => Promise<unknown>;
}

export function TemplateDrawer({ opened, onClose, ...rest }: TemplateDrawerProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={440}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label="Send a template">
        <Drawer.Body pt="md">
          <Group justify="space-between" wrap="nowrap" mb="sm">
            <Text component="h2" size="md" fw={600}>
              Send a template
            </Text>
            <CloseButton aria-label="Close" onClick={onClose} />
          </Group>
          <Choose {...rest} onClose={onClose} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Choose({ number, allowed, onSend, onClose }: Omit<TemplateDrawerProps, 'opened'>) {
  const { query, templates = [] } = useTemplates(number);
  const [key, setKey] = useState('');
  const template = templates.find((one) => templateKey(one) === key);
  return (
    <Asked query={query} what="The templates">
      {() =>
        templates.length ? (
          <Stack gap="sm">
            <NativeSelect
              label="Template"
              data={templateOptions(templates)}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
            {template && (
              <Fill key={key} number={number} template={template} allowed={allowed} onSend={onSend} onClose={onClose} />
            )}
          </Stack>
        ) : (
          <Notice icon={<IconTemplate size={32} />} title="No templates yet">
            The tab Templates makes one.
          </Notice>
        )
      }
    </Asked>
  );
}

interface FillProps extends Omit<TemplateDrawerProps, 'opened'> {
  template: Template;
}

function Fill({ number, template, allowed, onSend, onClose }: FillProps) {
  const [values, setValues] = useState<Record<string, string>>({});
  const places = placesOf(template);
  const permission = allowed?.[template.category?.toUpperCase() === 'MARKETING' ? 'marketing' : 'template'];
  const send = useMutation({
    mutationFn: () => onSend(templateMessage(template, values)),
    onSuccess: onClose,
  });
  const set = (place: Place, value: string) => setValues((before) => ({ ...before, [place.key]: value }));
  const open = places.some((place) => !values[place.key]?.trim());

  function submit(event: FormEvent) {
    event.preventDefault();
    send.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {places.map((place) =>
          place.kind === 'media' ? (
            <MediaPlace key={place.key} number={number} place={place} onValue={(id) => set(place, id)} />
          ) : (
            <TextInput
              key={place.key}
              label={place.label}
              required
              value={values[place.key] ?? ''}
              onChange={(event) => set(place, event.currentTarget.value)}
            />
          ),
        )}
        <TemplateText template={template} value={(component, name) => values[`${component} ${name}`]} />
        {permission && <PermissionLine permission={permission} yes="May be sent now" no="May not be sent now" />}
        <Refused error={send.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending} disabled={open || permission?.allowed === false}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

// The file is uploaded when it is chosen; what is sent is its id.
function MediaPlace({ number, place, onValue }: { number: string; place: Place; onValue: (id: string) => void }) {
  const upload = useMutation({
    mutationFn: (file: File) => sending_api.upload(number, file),
    onSuccess: onValue,
  });
  function choose(file: File | null) {
    onValue('');
    if (file) upload.mutate(file);
  }
  return (
    <FileInput
      label={place.label}
      required
      placeholder="Choose a file"
      description={upload.isPending ? 'Uploading …' : upload.isSuccess ? 'Uploaded' : undefined}
      error={upload.error?.message}
      onChange={choose}
    />
  );
}
