// What a business sees that came by a signed link: its own onboarding, and nothing else.
import { Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Logo } from '../shell/logo';
import pageClasses from '../shell/page.module.css';
import shellClasses from '../shell/shell.module.css';
import { LinkedBusiness } from './golive';
import { ForBusiness } from './panel';
import { Wizard } from './wizard';

export function BusinessPage() {
  const { signed } = useParams({ from: '/onboard/$signed' });
  // ID-EXPIRES-SIGNATURE; only the shim can tell whether it holds.
  const id = useMemo(() => signed.split('-').slice(0, -2).join('-') || signed, [signed]);
  return (
    <div className={shellClasses.shell}>
      <title>Connect your number – twinline</title>
      <header className={shellClasses.header}>
        <Logo />
      </header>
      <main className={shellClasses.content}>
        <div className={pageClasses.page}>
          <Title order={1} size="h3">
            Connect your WhatsApp Business number
          </Title>
          <Text c="var(--faint)" size="sm" mb="md">
            Your provider sent you this page. Have the phone with the WhatsApp Business app at hand.
          </Text>
          <LinkedBusiness link={signed}>
            <ForBusiness value>
              <Wizard id={id} />
            </ForBusiness>
          </LinkedBusiness>
        </div>
      </main>
    </div>
  );
}
