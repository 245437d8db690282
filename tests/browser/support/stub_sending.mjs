// What the shim says about sending, made up: a test puts messages, campaigns and judgements in, and sees what the page sends.
import { number } from './stub_states.mjs';

const now_s = () => Math.floor(Date.now() / 1000);

export const customer = '491715550101';

export class StubSending {
  allowed = {
    free_form: { allowed: true, until_s: now_s() + 11_400, why: 'The customer wrote less than 24 hours ago.' },
    template: { allowed: true },
    marketing: { allowed: true },
  };
  sends = []; // the newest first
  campaigns = [];
  uploads = []; // { type, filename, bytes }
  batches = []; // lines of POST …/sends
  queue = {
    rate: 20,
    rate_now: 20,
    lanes: ['reply', 'utility', 'marketing'].map((lane) => ({ lane, waiting: 0, in_flight: 0 })),
    seconds: Array.from({ length: 60 }, (_, index) => ({ at: now_s() - 60 + index, out: 0, in: 0 })),
    failures: [],
  };
  preview = { recipients: 0, duplicates: 0, invalid: [], opted_out: 0 };

  // [status, answer], or undefined for what is not about sending.
  answer(method, path, search, headers, bytes) {
    const rest = path.match(/^\/v1\/numbers\/[^/]+(\/.*)$/)?.[1];
    if (!rest) return undefined;
    const body = () => (bytes.length ? JSON.parse(bytes) : undefined);
    const rows = [
      [/^GET \/allowed$/, () => this.allowed],
      [/^GET \/queue$/, () => ({ ...this.queue, campaigns: this.campaigns, in_doubt: this.#in('in_doubt').length })],
      [/^POST \/queue\/pause$/, () => this.#paused(body().reason)],
      [/^POST \/queue\/resume$/, () => this.#paused(undefined)],
      [/^GET \/sends$/, () => this.#list(search)],
      [/^POST \/sends$/, () => this.#submit(String(bytes))],
      [/^DELETE \/sends\/([^/]+)$/, (id) => this.#cancel(id)],
      [/^POST \/sends\/([^/]+)\/decision$/, (id) => this.#decide(id, body().decision)],
      [/^POST \/media$/, () => this.#upload(headers, bytes)],
      [/^GET \/campaigns$/, () => ({ campaigns: this.campaigns })],
      [/^POST \/campaigns\/preview$/, () => ({ ...this.preview, recipients: body().recipients.length })],
      [/^POST \/campaigns$/, () => this.#create(body())],
      [/^GET \/campaigns\/([^/]+)$/, (id) => this.#campaign(id)],
      [/^POST \/campaigns\/([^/]+)\/(pause|resume|cancel)$/, (id, action) => this.#act(id, action)],
    ];
    for (const [pattern, say] of rows) {
      const found = `${method} ${rest}`.match(pattern);
      if (found) return say(...found.slice(1));
    }
    return undefined;
  }

  put(send) {
    this.sends = [{ lane: 'reply', state: 'waiting', attempts: 0, submitted_s: now_s(), to: customer, type: 'text', ...send }, ...this.sends];
  }

  change(id, change) {
    this.sends = this.sends.map((send) => (send.id === id ? { ...send, ...change } : send));
    return this.sends.find((send) => send.id === id);
  }

  #in(state) {
    return this.sends.filter((send) => send.state === state);
  }

  #list(search) {
    const asked = Object.fromEntries(search);
    const fits = (send) => ['state', 'campaign', 'to'].every((member) => !asked[member] || send[member] === asked[member]);
    const all = this.sends.filter(fits);
    const begin = Number(asked.after ?? 0);
    const end = begin + Number(asked.limit ?? 50);
    return { sends: all.slice(begin, end), ...(end < all.length ? { after: String(end) } : {}) };
  }

  #submit(text) {
    const lines = text.trim().split('\n').map((line) => JSON.parse(line));
    this.batches.push(...lines);
    const answers = lines.map(({ id, lane, message }, index) => {
      if (!this.sends.some((send) => send.id === id)) {
        const preview = message.text?.body ?? message.template?.name ?? message[message.type]?.caption;
        const why_text = 'A message to this user is on its way.';
        this.put({ id, lane: lane ?? 'reply', to: message.to, type: message.type, preview, why: 'user_in_flight', why_text, estimate_s: now_s() + 9 });
      }
      return { line: index + 1, id, state: 'queued' };
    });
    return answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
  }

  #cancel(id) {
    this.sends = this.sends.filter((send) => send.id !== id);
    return {};
  }

  #decide(id, decision) {
    const states = { was_sent: 'accepted', send_again: 'waiting', give_up: 'dropped' };
    return this.change(id, { state: states[decision], ended_s: now_s() });
  }

  #paused(reason) {
    this.queue = { ...this.queue, paused: reason };
    return {};
  }

  #upload(headers, bytes) {
    this.uploads.push({ type: headers['content-type'], filename: decodeURIComponent(headers['twinline-filename'] ?? ''), bytes: bytes.length });
    return { id: `media-${this.uploads.length}` };
  }

  #create({ name, lane, template, recipients }) {
    const nothing = { in_flight: 0, accepted: 0, delivered: 0, read: 0, failed: 0, dropped: 0, in_doubt: 0 };
    const total = recipients.length;
    const made = { id: `c${this.campaigns.length + 1}`, name, lane, template, state: 'running', total, waiting: total, ...nothing, created_s: now_s() };
    this.campaigns = [made, ...this.campaigns];
    return made;
  }

  #campaign(id) {
    return this.campaigns.find((one) => one.id === id);
  }

  #act(id, action) {
    const state = { pause: 'paused', resume: 'running', cancel: 'cancelled' }[action];
    this.campaigns = this.campaigns.map((one) => (one.id === id ? { ...one, state } : one));
    return this.#campaign(id);
  }
}

// The record that an own message becomes.
export const sentRecord = (send, wamid) => ({
  record: 'message', number, thread: send.to, id: wamid, peers: [send.to], direction: 'out', peer: send.to, at: now_s(),
  placed_by: 'live', origins: ['api'], type: 'text', text: send.preview, status: 'sent', statuses: { sent: now_s() }, opaque: send.id,
});

// A queue in full use: replies, a campaign, one in doubt, failures of two kinds.
export function busy(sending) {
  const now = now_s();
  sending.queue = {
    rate: 20,
    rate_now: 20,
    lanes: [
      { lane: 'reply', waiting: 3, in_flight: 2, last_out_s: now, ends_s: now + 4 },
      { lane: 'utility', waiting: 118, in_flight: 1, last_out_s: now - 1, ends_s: now + 95 },
      { lane: 'marketing', waiting: 48_210, in_flight: 4, last_out_s: now, ends_s: now + 3_310 },
    ],
    seconds: Array.from({ length: 60 }, (_, index) => {
      const inbound = [0, 2, 1, 0, 5, 3, 0][index % 7];
      return { at: now - 60 + index, out: index < 9 ? [0, 0, 4][index % 3] : 20 - inbound, in: inbound };
    }),
    failures: [
      { code: 131026, count: 214, title: 'Message undeliverable', meaning: 'The recipient cannot get it.', action: 'Check that the number is on WhatsApp; do not send again.', last_s: now - 40 },
      { code: 131049, count: 31, title: 'Not delivered to keep the ecosystem healthy', meaning: 'Meta limits marketing to this user.', action: 'Wait at least 24 hours.', last_s: now - 300 },
    ],
  };
  sending.campaigns = [
    campaign({ id: 'c2', name: 'Spring sale', state: 'running', waiting: 48_210, ends_s: now + 3_310 }),
    campaign({ id: 'c1', name: 'Opening hours', lane: 'utility', state: 'paused', total: 900, waiting: 118, accepted: 780, delivered: 741, read: 402, failed: 2, in_flight: 0, in_doubt: 0 }),
  ];
  sending.put({ id: 's1', state: 'accepted', status: 'read', preview: 'Good morning, your bread is ready.', wamid: 'wamid.x1', ended_s: now - 900 });
  sending.put({ id: 's2', state: 'failed', lane: 'marketing', campaign: 'Spring sale', type: 'template', to: '491715550102', preview: 'spring_sale', attempts: 1, ended_s: now - 40, error: { code: 131026, title: 'Message undeliverable', action: 'Check that the number is on WhatsApp; do not send again.' } });
  sending.put({ id: 's3', state: 'in_doubt', to: '491715550103', preview: 'Your order 4711 leaves today.', lane: 'utility', attempts: 1, started_s: now - 70, why_text: 'The connection broke after it was written.' });
  sending.put({ id: 's4', state: 'waiting', to: '491715550104', preview: 'We are open until six.', why: 'rate', why_text: 'All of the rate is in use.', estimate_s: now + 3 });
}

export const campaign = (given) => ({
  id: 'c1', name: 'Campaign', lane: 'marketing', template: { name: 'spring_sale', language: 'de' }, state: 'running', total: 60_000, waiting: 48_210,
  in_flight: 4, accepted: 11_540, delivered: 10_988, read: 5_120, failed: 245, dropped: 0, in_doubt: 1, created_s: now_s() - 700, ...given,
});
