// Made-up states of a business that goes live, in the shapes of the shim's API.
const now_s = Math.floor(Date.now() / 1000);
export const number = '220055550001';
export const link = `onb1-1800000000-${'a'.repeat(64)}`;

const names = [
  'choose_way', 'check_eligibility', 'enable', 'storage_region', 'contact_details', 'share_chats', 'continue_with_meta',
  'business_portfolio', 'number', 'scan_or_code', 'time_zone', 'exchange_code', 'subscribe', 'find_number', 'choose_number',
  'registration', 'sync', 'live',
];

export const app = () => ({
  id: 'app1', name: 'Bäckerei Lindner', created: now_s - 7_200, coexistence: { enabled: false, how: 'none' }, stage: 'draft',
});

// A history of which three parts never came, and a medium that has not.
export const records = () => [
  { record: 'twinline', format: 1 },
  { record: 'number', number, waba: '330055550001', phone: '4930555010' },
  { record: 'sync', number, onboarding: 0, type: 'history', chunks: [[0, 1], [0, 2], [0, 4], [0, 5], [0, 8]], progress: 80 },
  {
    record: 'message', number, thread: '491715550101', id: 'wamid.h1', peers: ['491715550101'], direction: 'in', peer: '491715550101',
    at: now_s - 3_600, placed_by: 'history', origins: ['history'], type: 'media_placeholder', status: 'read',
  },
];

// Everything before `next` is done.
export function onboarding(next, { stage = 'draft', state = 'open', until, value, ...rest } = {}) {
  const at = names.indexOf(next);
  const steps = names.map((step, index) => ({
    step,
    state: index < at ? 'done' : index === at ? state : 'open',
    text: `What the shim says about ${step.replaceAll('_', ' ')}.`,
    ...(index === at && value !== undefined ? { value } : {}),
  }));
  return {
    id: 'onb1', app: 'app1', way: 'coexistence', stage, steps,
    next: { step: next, text: `Next: ${next}.`, ...(until ? { until } : {}) },
    signup: [], numbers: [], created: now_s - 600, ...rest,
  };
}

// What a person told makes the step done, and the next one is next.
export function told(before, path, { value }) {
  const step = path.split('/').at(-1);
  const steps = before.steps.map((one) => (one.step === step ? { ...one, state: 'done', value } : one));
  const next = steps.find((one) => one.state !== 'done' && one.state !== 'skipped');
  return { ...before, steps, next: { step: next.step, text: next.text }, ...(step === 'choose_way' ? { way: value } : {}) };
}

export const numbers = () => [
  {
    number, phone: '4930555010', waba: '330055550001', version: 'v1', stage: 'syncing', indicator: 'coexistence', app: 'app1',
    next: { text: 'Ask for the history before the time is over.', until: now_s + 80_000, urgency: 'warning' },
    quality: 'GREEN', limit: 'TIER_2K',
  },
  { number: '220055550002', phone: '4930555011', stage: 'live', indicator: 'cloud_api' },
];

export const life = () => ({
  number, waba: '330055550001', app: 'app1', stage: 'syncing', indicator: 'coexistence', may_send: true,
  contacts: { stage: 'complete', asked_at: now_s - 4_000, answered_at: now_s - 3_999, request_id: 'req-1', first_data_at: now_s - 3_900, last_data_at: now_s - 3_800, progress: 100 },
  history: {
    stage: 'arriving', text: 'Keep the app open until it is complete.', asked_at: now_s - 3_000, answered_at: now_s - 2_999, request_id: 'req-2',
    first_data_at: now_s - 2_900, last_data_at: now_s - 60, progress: 40, estimated_end_at: now_s + 4_000,
  },
  advice: [
    { kind: 'open_app_soon', urgency: 'warning', until: now_s + 200_000, text: 'Open the WhatsApp Business app on the phone.' },
    { kind: 'keep_app_open', urgency: 'note', sync: 'history', text: 'Keep the app open until it is complete.' },
  ],
  keep_alive: { alive_at: now_s - 900_000, warn_at: now_s, urge_at: now_s + 100_000, overdue_at: now_s + 200_000 },
  gaps: [{ from: now_s - 90_000, until: now_s - 80_000 }],
  disconnect: 'In the app: Settings, Account, Business Platform.',
});

export const timeline = () => [
  { at: now_s - 60, kind: 'history', text: 'History arrives: 40 %', source: 'webhook', detail: { progress: 40, chunk: 3 } },
  { at: now_s - 2_999, kind: 'sync_accepted', text: 'Meta accepted the request for the history', source: 'answer', detail: { request_id: 'req-2' } },
  { at: now_s - 3_100, kind: 'choose_number', text: 'The number was chosen', source: 'person' },
];

export const account = () => ({
  waba: '330055550001', phone: '4930555010', name: 'Bäckerei Lindner', quality: 'GREEN', limit: 'TIER_2K', platform_type: 'CLOUD_API', is_on_biz_app: true,
  restrictions: [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', at: now_s - 99, expires_at: now_s + 86_400 }],
  disconnect: 'In the app: Settings, Account, Business Platform, Disconnect Account. It cannot be done from here.',
});

export const profile = () => ({ about: 'Bread', email: 'brot@example.com', vertical: 'RETAIL', websites: ['https://example.com/'] });

export const templates = () => [
  {
    id: '1', name: 'order_ready', status: 'APPROVED', category: 'UTILITY', language: 'de', quality_score: { score: 'GREEN' },
    components: [{ type: 'BODY', text: 'Hallo {{1}}, Ihre Bestellung ist fertig.' }],
    history: [{ at: now_s - 500, text: 'Pending' }, { at: now_s - 400, text: 'Approved' }],
  },
  { id: '2', name: 'spring_sale', status: 'REJECTED', category: 'MARKETING', language: 'de', rejected_reason: 'INVALID_FORMAT' },
];

export const checks = () => [
  { check: 'fields_subscribed', outcome: 'passed', why: 'All five fields are subscribed.' },
  { check: 'disk_free', outcome: 'failed', why: 'There is too little room.', fix: 'Make room, then look again.' },
  { check: 'token_valid', outcome: 'unknown', why: 'Meta did not answer.', fix: 'Look again.' },
];

export const verdict = () => ({
  verdict: 'not_eligible', policy: 'meta', at: '2026-11-22',
  rules: [
    { rule: 'app_version', outcome: 'failed', level: 'block', found: '2.24.9', need: 'at least 2.24.17', why: 'The app is too old.', fix: 'Update it.', source: 'https://example.com/rules' },
    { rule: 'country', outcome: 'passed', level: 'block', found: 'DE', need: 'a supported country', why: '', fix: '' },
    { rule: 'active_days', outcome: 'failed', level: 'warn', found: 3, need: 'at least 7', why: 'It was used for 3 days only.', fix: 'Wait.' },
    { rule: 'connect_phone', outcome: 'unknown', level: 'warn', found: { can_scan_qr: null, can_enter_code: null }, need: 'one of them', why: 'The phone confirms the connection.' },
  ],
  consequences: [
    { consequence: 'disappearing_messages', text: 'Disappearing messages are turned off.', concerned: true },
    { consequence: 'pricing', text: 'Messages by the API are billed.', concerned: null },
    { consequence: 'broadcast_lists', text: 'No new broadcast lists.', concerned: false },
  ],
});

export const problem = () => ({
  issue: 'error_object', title: '“Error object” while the number is submitted',
  meaning: 'Meta’s window failed on its own side.', action: 'Try once more tomorrow; then report it.',
  waiting_helps: true, acting_helps: false, expectation: 'It may take days, and depends on Meta.',
  quote: [{ what: 'session_id', value: 's-17' }, { what: 'error_id', value: '524126' }],
  message: 'Something went wrong', topic: 'WABiz: Onboarding, Embedded Signup - Coexistence Onboarding',
});

// Posts what Meta's window posts, from another origin, then a code.
export const signup_page = `<!doctype html><title>Stub of Meta's window</title>
<button>Finish</button>
<script>
  document.querySelector('button').onclick = () => {
    opener.postMessage('a message about something else', '*');
    opener.postMessage(JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event: 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING', data: { waba_id: '330055550001' }, version: 3 }), '*');
    opener.postMessage(JSON.stringify({ type: 'FB_LOGIN', response: { authResponse: { code: 'the-code' } } }), '*');
  };
</script>`;

// What Meta's script has of interest here, and the window that it opens.
export const sdk = `window.FB = {
  init: (options) => (window.asked = options),
  login: (done, options) => {
    Object.assign(window.asked, options);
    window.open('https://www.facebook.com/signup', 'meta', 'popup');
    done({ authResponse: { code: 'sdk-code' } });
  },
};`;
export const meta_window = `<!doctype html><title>Meta</title><script>
  opener.postMessage(JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event: 'CANCEL', data: { current_step: 'PHONE_NUMBER_SETUP' } }), '*');
</script>`;
