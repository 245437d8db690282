// Meta's Embedded Signup in a window of its own.
//
// With an app id and a configuration id it is opened by Meta's JavaScript SDK, else the signup page of the settings (the
// simulator's) is opened. Either way the window posts messages to this page. Every one that could be Embedded Signup's is
// handed on with the origin it came from: whether that origin may be believed, and what the message means, is not
// decided here. The code is passed on at once and kept nowhere.
import type { SignupSettings, Way } from './types';

export interface SignupHandlers {
  onMessage: (event: { origin: string; message: string }) => void;
  onCode: (code: string) => void;
  onFailed: (reason: string) => void;
}

interface FacebookSdk {
  init(options: Record<string, unknown>): void;
  login(done: (answer: { authResponse?: { code?: string } | null }) => void, options: Record<string, unknown>): void;
}

declare global {
  interface Window {
    FB?: FacebookSdk;
  }
}

const sdk_address = 'https://connect.facebook.net/en_US/sdk.js';
const size = 'popup,width=620,height=760';

export function usesSdk(settings: SignupSettings): boolean {
  return Boolean(settings.app_id && settings.config_id);
}

// To be called before the click that opens the window: browsers open windows in answer to a click only.
export async function prepareSignup(settings: SignupSettings): Promise<void> {
  if (usesSdk(settings)) await loadSdk(settings);
}

// Call it from a click. Returns what stops listening.
export function openSignup(settings: SignupSettings, id: string, way: Way | undefined, handlers: SignupHandlers): () => void {
  const page = usesSdk(settings) ? undefined : signupAddress(settings, id, way);
  if (page) openPage(page, handlers);
  else if (usesSdk(settings)) loginBySdk(settings, way, handlers);
  else handlers.onFailed('No signup is configured: set an app id and a configuration id of Meta, or a signup page.');

  function onMessage(event: MessageEvent): void {
    if (event.origin === location.origin) return;
    const message = typeof event.data === 'string' ? event.data : JSON.stringify(event.data);
    if (!message) return;
    if (message.includes('WA_EMBEDDED_SIGNUP')) handlers.onMessage({ origin: event.origin, message });
    // Meta's code comes by its script. The stand-in page has none, and posts what the script would have given.
    const code = event.origin === page?.origin ? postedCode(message) : undefined;
    if (code) handlers.onCode(code);
  }

  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}

function signupAddress({ signup_page, app_id }: SignupSettings, id: string, way: Way | undefined): URL | undefined {
  if (!signup_page) return undefined;
  const address = new URL(signup_page, location.href);
  const told = { app_id: app_id ?? '', onboarding: id, origin: location.origin, ...(way ? { way } : {}) };
  for (const [name, value] of Object.entries(told)) address.searchParams.set(name, value);
  return address;
}

function openPage(address: URL, { onFailed }: SignupHandlers): void {
  const popup = window.open(address, 'twinline-signup', size);
  if (!popup) onFailed('The browser did not open the window. Allow windows for this page, then try again.');
}

function loginBySdk(settings: SignupSettings, way: Way | undefined, { onCode, onFailed }: SignupHandlers): void {
  if (!window.FB) {
    onFailed('Meta’s script could not be loaded. Check that nothing blocks connect.facebook.net, then try again.');
    return;
  }
  const featureType = way === 'coexistence' ? 'whatsapp_business_app_onboarding' : '';
  window.FB.login(
    ({ authResponse }) => {
      if (authResponse?.code) onCode(authResponse.code);
    },
    {
      config_id: settings.config_id,
      response_type: 'code',
      override_default_response_type: true,
      extras: { setup: {}, featureType, sessionInfoVersion: '3' },
    },
  );
}

let sdk: Promise<void> | undefined;

function loadSdk({ app_id, graph_version }: SignupSettings): Promise<void> {
  sdk ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = sdk_address;
    script.async = true;
    script.crossOrigin = 'anonymous';
    script.onload = () => {
      window.FB?.init({ appId: app_id, version: graph_version, autoLogAppEvents: false, xfbml: false });
      resolve();
    };
    script.onerror = () => {
      sdk = undefined;
      reject(new Error('Meta’s script could not be loaded.'));
    };
    document.head.append(script);
  });
  return sdk;
}

function postedCode(message: string): string | undefined {
  try {
    const code = JSON.parse(message)?.response?.authResponse?.code;
    return typeof code === 'string' && code ? code : undefined;
  } catch {
    return undefined;
  }
}
