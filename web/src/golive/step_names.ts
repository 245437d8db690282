// The steps by name, in the groups in which the wizard shows them. What a step asks, and how it stands, the shim says.
import { words } from '../format';
import type { Step } from './types';

const titles: Record<string, string> = {
  choose_way: 'Connection type',
  check_eligibility: 'Eligibility',
  enable: 'Enable coexistence',
  storage_region: 'Storage region',
  contact_details: 'Contact details and terms',
  share_chats: 'Share all chats',
  continue_with_meta: 'Continue with Meta',
  business_portfolio: 'Business portfolio',
  number: 'Phone number',
  scan_or_code: 'QR code or access code',
  time_zone: 'Time zone',
  exchange_code: 'Access',
  subscribe: 'Webhooks',
  find_number: 'Find the number',
  choose_number: 'Choose the number',
  registration: 'Registration',
  sync: 'Contacts and history',
  live: 'Live',
};

export function titleOf(step: string): string {
  return titles[step] ?? words(step);
}

const groups: [title: string, last: string][] = [
  ['Prepare', 'share_chats'],
  ['In Meta’s window', 'time_zone'],
  ['Set up', 'registration'],
  ['Go live', 'live'],
];

export function grouped(steps: Step[]): { title: string; steps: Step[] }[] {
  let begin = 0;
  return groups
    .map(([title, last], index) => {
      const found = steps.findIndex((step) => step.step === last);
      const end = index === groups.length - 1 || found < 0 ? steps.length : found + 1;
      const part = steps.slice(begin, end);
      begin = Math.max(begin, end);
      return { title, steps: part };
    })
    .filter((group) => group.steps.length);
}
