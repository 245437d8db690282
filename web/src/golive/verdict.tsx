// What a policy says about a business: the verdict, rule by rule, and what changes for it.
import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { words } from '../format';
import classes from './golive.module.css';
import { Outcome } from './preflight';
import type { JudgedRule, Verdict } from './types';

const verdicts = {
  eligible: { word: 'Eligible', color: 'line', icon: IconCircleCheck },
  not_eligible: { word: 'Not eligible', color: 'red', icon: IconCircleX },
  cannot_say_yet: { word: 'Cannot say yet', color: 'yellow', icon: IconHelpCircle },
};

export function VerdictView({ verdict, heading = 'h3' }: { verdict: Verdict; heading?: 'h2' | 'h3' }) {
  const { word, color, icon: Icon } = verdicts[verdict.verdict] ?? verdicts.cannot_say_yet;
  const concerned = verdict.consequences.filter((one) => one.concerned !== false);
  const others = verdict.consequences.filter((one) => one.concerned === false);
  const place = useRef<HTMLDivElement>(null);
  // It stands below a long form.
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'start' });
  }, [verdict]);
  return (
    <Stack ref={place} tabIndex={-1} gap="md" data-verdict={verdict.verdict} style={{ outline: 'none', scrollMarginTop: 12 }}>
      <Alert color={color} variant="light" role="status" icon={<Icon size={20} />} title={word}>
        By the rules of {verdict.policy}, on {verdict.at}.
      </Alert>
      <section aria-label="Rules">
        <Text component={heading} size="md" fw={600} mb={8}>
          Rule by rule
        </Text>
        <ul className={classes.rules}>
          {verdict.rules.map((rule, index) => (
            <Rule key={`${rule.rule} ${index}`} rule={rule} />
          ))}
        </ul>
      </section>
      <section aria-label="Consequences">
        <Text component={heading} size="md" fw={600} mb={4}>
          What changes for the business
        </Text>
        <Stack component="ul" gap={6} pl="md" m={0}>
          {[...concerned, ...others].map((one, index) => (
            <li key={`${one.consequence} ${index}`} data-consequence={one.consequence}>
              <Text size="sm" c={one.concerned === false ? 'var(--faint)' : undefined} span>
                {one.text}
              </Text>{' '}
              {one.concerned === true && (
                <Badge size="sm" color="yellow" variant="light" tt="none">
                  concerns this business
                </Badge>
              )}
            </li>
          ))}
        </Stack>
      </section>
    </Stack>
  );
}

function Rule({ rule }: { rule: JudgedRule }) {
  const warning = rule.level === 'warn';
  return (
    <li data-rule={rule.rule} data-outcome={rule.outcome}>
      <Outcome outcome={rule.outcome} {...(warning && rule.outcome === 'failed' ? { color: 'yellow' } : {})} />
      <div>
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {words(rule.rule)}
          </Text>
          {warning && (
            <Badge size="sm" color="gray" variant="light" tt="none">
              a warning only
            </Badge>
          )}
        </Group>
        <Text size="xs" c="var(--faint)">
          {[rule.need && `Needed: ${rule.need}`, `Known: ${shown(rule.found)}`].filter(Boolean).join(' · ')}
        </Text>
        {rule.outcome !== 'passed' && rule.why && <Text size="sm">{rule.why}</Text>}
        {rule.outcome === 'failed' && rule.fix && <Text size="sm">{rule.fix}</Text>}
        <Source source={rule.source} />
      </div>
    </li>
  );
}

function Source({ source }: { source: string | undefined }) {
  if (!source) return null;
  if (!/^https:\/\//.test(source)) {
    return (
      <Text size="xs" c="var(--faint)">
        {source}
      </Text>
    );
  }
  return (
    <Text size="xs" component="a" href={source} target="_blank" rel="noreferrer" c="var(--faint)">
      Source
    </Text>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length ? value.join(', ') : 'none';
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, one]) => `${words(name).toLowerCase()}: ${shown(one)}`).join(', ');
  }
  return String(value);
}
