// The webhook normaliser of @kapso/whatsapp-cloud-api, after the JSON.parse that it needs.

import { normalizeWebhook } from '@kapso/whatsapp-cloud-api/server';

export function kapso() {
  const decoder = new TextDecoder();
  return {
    run(bodies) {
      for (const body of bodies) normalizeWebhook(JSON.parse(decoder.decode(body)));
    },
    dispose() {},
  };
}
