// The eligibility check by itself: any policy, any day, before there is an app.
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Page, surface } from '../shell/page';
import { EligibilityForm, type FactValues } from './eligibility_form';
import { useGoLive } from './golive';
import { VerdictView } from './verdict';

interface Asked {
  policy: string;
  facts: FactValues;
  at: string | undefined;
}

export function CheckPage() {
  const api = useGoLive();
  const check = useMutation({ mutationFn: ({ policy, facts, at }: Asked) => api.check(policy, at, facts) });
  return (
    <Page title="Check" aside="May a number come to coexistence, and what changes for the business?">
      <div className={surface} style={{ padding: 20, overflow: 'visible' }}>
        <Stack gap="lg">
          <EligibilityForm
            known={{}}
            dated
            busy={check.isPending}
            error={check.error}
            onCheck={(policy, facts, at) => check.mutate({ policy, facts, at })}
          />
          {check.data && <VerdictView verdict={check.data} heading="h2" />}
        </Stack>
      </div>
    </Page>
  );
}
