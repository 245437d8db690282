// Message templates of the account: which there are, how Meta judged them over time, new ones, and taking one away.
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { fullTime, isoTime, words } from '../format';
import { Asked } from '../shell/asked';
import { Dialog } from '../shell/dialog';
import { Notice } from '../shell/notice';
import { Refused } from '../shell/refused';
import { NewTemplate } from './new_template';
import { number_api, templatesQuery } from './number_api';
import { Card, Tab } from './tab';
import classes from './tab.module.css';
import type { Template } from './types';
import { WhereToMend } from './where_to_mend';

export function TemplatesTab() {
  const { number } = useParams({ from: '/in/numbers/$number' });
  const templates = useInfiniteQuery(templatesQuery(number));
  const [creating, { open, close }] = useDisclosure(false);
  return (
    <Tab
      title="Templates"
      action={
        templates.data && (
          <Button size="sm" leftSection={<IconPlus size={16} />} onClick={open}>
            New template
          </Button>
        )
      }
    >
      <NewTemplate number={number} opened={creating} onClose={close} />
      <Asked query={templates} what="The templates" help={<WhereToMend number={number} />}>
        {({ pages }) => {
          const known = pages.flatMap((page) => page.data);
          if (!known.length) return <Notice icon={<IconTemplate size={32} />} title="No templates yet" />;
          return known.map((one) => (
            <TemplateCard key={one.id ?? `${one.name} ${one.language}`} number={number} template={one} />
          ));
        }}
      </Asked>
      {templates.hasNextPage && (
        <Button variant="subtle" loading={templates.isFetchingNextPage} onClick={() => void templates.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Tab>
  );
}

const colors: Record<string, string> = { APPROVED: 'line', PENDING: 'yellow', REJECTED: 'red', PAUSED: 'yellow', DISABLED: 'red' };

function TemplateCard({ number, template }: { number: string; template: Template }) {
  const { status, quality_score: score } = template;
  const quality = typeof score === 'string' ? score : score?.score;
  const body = template.components?.find((part) => part.type.toUpperCase() === 'BODY')?.text;
  const about = [template.category && words(template.category), template.language, quality && `Quality ${quality}`];
  return (
    <Card>
      <Group justify="space-between" wrap="nowrap" align="start" data-template={template.name}>
        <div style={{ minWidth: 0 }}>
          <Group gap={8}>
            <Text component="h3" size="md" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {template.name}
            </Text>
            {status && (
              <Badge color={colors[status] ?? 'gray'} variant="light" tt="none" data-status={status}>
                {words(status)}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="var(--faint)">
            {about.filter(Boolean).join(' · ')}
          </Text>
        </div>
        <DeleteTemplate number={number} name={template.name} />
      </Group>
      {body && (
        <Text size="sm" mt={8} style={{ whiteSpace: 'pre-wrap' }}>
          {body}
        </Text>
      )}
      {template.rejected_reason && template.rejected_reason !== 'NONE' && (
        <Text size="sm" c="red" mt={6}>
          Rejected: {words(template.rejected_reason)}
        </Text>
      )}
      <TemplateHistory history={template.history} />
    </Card>
  );
}

function TemplateHistory({ history = [] }: { history: Template['history'] }) {
  if (!history.length) return null;
  return (
    <details className={classes.detail}>
      <summary>Status and quality history</summary>
      <Stack component="ul" gap={4} mt={6} mb={0} pl="md">
        {history.map((event, index) => (
          <li key={`${event.at} ${index}`}>
            <Text size="sm">
              {event.text}{' '}
              <Text component="time" size="xs" c="var(--faint)" dateTime={isoTime(event.at)}>
                {fullTime(event.at)}
              </Text>
            </Text>
          </li>
        ))}
      </Stack>
    </details>
  );
}

function DeleteTemplate({ number, name }: { number: string; name: string }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => number_api.deleteTemplate(number, name),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: ['templates', number] });
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={15} />}
        aria-label={`Delete ${name}`}
        onClick={() => setAsking(true)}
        style={{ flex: 'none' }}
      >
        Delete
      </Button>
      <Dialog title={`Delete “${name}”?`} opened={asking} onClose={() => setAsking(false)}>
        <Text size="sm">It is deleted at Meta.</Text>
        <Refused error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
