// A business that is live, its templates and customers, and the two clients that send for it: as they come from npm, with
// another base URL and the shim's token.
import { Client } from '@great-detail/whatsapp';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { until, wired } from '../native/program/wired.mjs';

export const stranger = (n) => `49151${20_000_000 + n}`;

export async function liveBusiness(t, scenario, options = {}) {
  const business = await wired(t, scenario, { speed: 1, straight: true, ...options });
  await business.signUp();
  await business.sees('a live number', (life) => life.may_send && life.history?.stage);
  const { number } = await business.ok('GET', `/v1/apps/${business.app}`);
  business.number = number;

  // A customer's message, told to the shim.
  business.hearsFrom = async (person) => {
    const { message } = await business.meta.ask('phone', { number, action: 'write', as: 'customer', person, text: 'Hello?' });
    const path = `/v1/numbers/${number}/messages/${encodeURIComponent(message)}/facts`;
    await until(async () => (await business.shim.get(path)).ok, 'what the customer wrote');
    return message;
  };
  business.counted = () => business.meta.ask(`sends?number=${number}`);
  business.sends = async () => {
    const all = [];
    for (let after = ''; after !== undefined; ) {
      const page = await business.ok('GET', `/v1/numbers/${number}/sends?limit=100&after=${encodeURIComponent(after)}`);
      all.push(...page.sends);
      after = page.after;
    }
    return all;
  };
  // All sends that the shim knows, when each has come to an end or waits for a person.
  business.settled = (count) =>
    until(async () => {
      const sends = await business.sends();
      const open = sends.filter(({ state }) => state === 'waiting' || state === 'in_flight');
      return sends.length === count && open.length === 0 && sends;
    }, `the end of ${count} sends`);
  business.clients = (token = 'admin') => [kapso(business, token), greatDetail(business, token)];
  return business;
}

// A template with one parameter, such as the simulator's weekend_offer, which is marketing.
export const template = (name) => ({
  name,
  language: { code: 'en_US' },
  components: [{ type: 'body', parameters: [{ type: 'text', text: 'Anna' }] }],
});

// The same few words for both: each promises the message's id, or throws what its client throws.
function kapso({ shim, number: phoneNumberId }, accessToken) {
  const client = new WhatsAppClient({ accessToken, baseUrl: shim.url, graphVersion: 'v24.0' });
  const idOf = (answer) => answer.messages[0].id;
  return {
    name: '@kapso/whatsapp-cloud-api',
    text: async (to, body) => idOf(await client.messages.sendText({ phoneNumberId, to, body })),
    template: async (to, name) => idOf(await client.messages.sendTemplate({ phoneNumberId, to, template: template(name) })),
    image: async (to, id) => idOf(await client.messages.sendImage({ phoneNumberId, to, image: { id } })),
    upload: async (file, type, fileName) => (await client.media.upload({ phoneNumberId, type, file, fileName })).id,
    markRead: (messageId) => client.messages.markRead({ phoneNumberId, messageId }),
    codeOf: async (error) => error.code,
  };
}

function greatDetail({ shim, number: phoneNumberID }, token) {
  const client = new Client({ prefixUrl: shim.url, graphVersion: 'v24.0', request: { headers: { Authorization: `Bearer ${token}` } } });
  const send = async (message) => (await client.message.createMessage({ phoneNumberID, ...message }).json()).messages[0].id;
  return {
    name: '@great-detail/whatsapp',
    text: (to, body) => send({ to, type: 'text', text: { body } }),
    template: (to, name) => send({ to, type: 'template', template: template(name) }),
    image: (to, id) => send({ to, type: 'image', image: { id } }),
    upload: async (file, mimeType, filename) => (await client.media.upload({ phoneNumberID, file, mimeType, filename }).json()).id,
    markRead: (message_id) => client.message.createStatus({ phoneNumberID, status: 'read', message_id }).json(),
    codeOf: async (error) => (await error.response.json()).error.code,
  };
}
