// A new campaign: a name, a template, recipients; then what would happen, and only then the start.
import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Card, Tab } from '../number/tab';
import type { Template } from '../number/types';
import { WhereToMend } from '../number/where_to_mend';
import { marksOf, partOf, placesOf } from '../sending/template_message';
import { TemplateText } from '../sending/template_text';
import { templateKey, templateOptions, useTemplates } from '../sending/templates';
import { Refused } from '../shell/refused';
import classes from './campaigns.module.css';
import { campaigns_api } from './campaigns_api';
import { PreviewCard } from './preview_card';
import { type Mapping, RecipientsCard, recipientsOf } from './recipients_card';
import type { CampaignPlan } from './types';

const empty = { name: '', template: '', lane: '' as CampaignPlan['lane'] | '', not_before: '', expires: '' };

export function NewCampaign() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const { query, templates = [] } = useTemplates(number);
  const [given, setGiven] = useState(empty);
  const [mapping, setMapping] = useState<Mapping>();
  const template = templates.find((one) => templateKey(one) === given.template);
  const marks = marksOf(template && partOf(template, 'BODY')?.text);
  const beyond = template ? placesOf(template).filter((place) => place.component !== 'body') : [];
  const lane = given.lane || (template?.category?.toUpperCase() === 'UTILITY' ? 'utility' : 'marketing');

  const preview = useMutation({ mutationFn: (plan: CampaignPlan) => campaigns_api.preview(number, plan) });
  const create = useMutation({
    mutationFn: (plan: CampaignPlan) => campaigns_api.create(number, plan),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['campaigns', number] });
      await navigate({ to: '/numbers/$number/campaigns', params: { number }, search: { campaign: made.id } });
    },
  });

  // What was foreseen holds for what was given then.
  function changed() {
    preview.reset();
    create.reset();
  }
  function set(change: Partial<typeof empty>) {
    changed();
    setGiven((before) => ({ ...before, ...change }));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!template || !mapping) return;
    preview.mutate({
      name: given.name.trim(),
      lane,
      template: { name: template.name, language: template.language ?? '' },
      recipients: recipientsOf(mapping, marks),
      ...(given.not_before ? { not_before: unixTime(given.not_before) } : {}),
      ...(given.expires ? { expires: unixTime(given.expires) } : {}),
    });
  }

  return (
    <Tab title="New campaign">
      <form className={classes.form} onSubmit={submit} aria-label="New campaign">
        <Card title="What">
          <Stack gap="sm">
            <TextInput
              label="Name"
              description="Only you see it"
              required
              value={given.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <div className={classes.pair}>
              <NativeSelect
                label="Template"
                required
                data={templateOptions(templates)}
                value={given.template}
                onChange={(event) => set({ template: event.currentTarget.value, lane: '' })}
              />
              <NativeSelect
                label="Lane"
                data={[{ value: 'marketing', label: 'Marketing' }, { value: 'utility', label: 'Utility' }]}
                value={lane}
                onChange={(event) => set({ lane: event.currentTarget.value as CampaignPlan['lane'] })}
              />
            </div>
            <Refused error={query.error} />
            {query.isError && !query.data && <WhereToMend number={number} />}
            {beyond.length > 0 && (
              <Alert color="yellow" variant="light" p="sm">
                A campaign fills only the text of a template. This one also has: {beyond.map((place) => place.label).join('; ')}.
              </Alert>
            )}
            {template && <Sample template={template} mapping={mapping} marks={marks} />}
          </Stack>
        </Card>
        <RecipientsCard
          mapping={mapping}
          marks={marks}
          onMapping={(next) => {
            changed();
            setMapping(next);
          }}
        />
        <Card title="When">
          <div className={classes.pair}>
            <TextInput
              label="Not before"
              description="Empty: at once"
              type="datetime-local"
              value={given.not_before}
              onChange={(event) => set({ not_before: event.currentTarget.value })}
            />
            <TextInput
              label="Not after"
              description="What is not out by then is dropped"
              type="datetime-local"
              value={given.expires}
              onChange={(event) => set({ expires: event.currentTarget.value })}
            />
          </div>
        </Card>
        <Refused error={preview.error ?? create.error} />
        {preview.data && <PreviewCard preview={preview.data} />}
        <Group justify="flex-end">
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/numbers/$number/campaigns" params={{ number }} search={{}} {...props} />}
          >
            Back
          </Button>
          <Button type="submit" variant={preview.data ? 'default' : 'filled'} disabled={!template || !mapping} loading={preview.isPending}>
            Preview
          </Button>
          {preview.data && preview.variables && (
            <Button loading={create.isPending} onClick={() => create.mutate(preview.variables)}>
              Start the campaign
            </Button>
          )}
        </Group>
      </form>
    </Tab>
  );
}

// The template as the first recipient gets it.
function Sample({ template, mapping, marks }: { template: Template; mapping: Mapping | undefined; marks: string[] }) {
  const [first] = mapping ? recipientsOf({ ...mapping, sheet: { ...mapping.sheet, rows: mapping.sheet.rows.slice(0, 1) } }, marks) : [];
  return <TemplateText template={template} value={(_, name) => first?.parameters[marks.indexOf(name)]} />;
}

function unixTime(local: string): number {
  return Math.floor(new Date(local).getTime() / 1000);
}
