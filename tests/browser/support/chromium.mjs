// Debian's Chromium, without a word to anybody but the servers under test.
import { chromium } from 'playwright-core';

export function launch() {
  return chromium.launch({
    executablePath: process.env.TWINLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// Collects what a page complains about. Answers of the server that a test provokes are named in `expected`.
export function complaints(page, expected = []) {
  const found = [];
  page.on('pageerror', (error) => found.push(`uncaught: ${error.stack ?? error}`));
  page.on('console', (message) => {
    const text = `${message.type()}: ${message.text()} (${message.location().url})`;
    const wanted = message.type() === 'error' || message.type() === 'warning' || /content security policy/i.test(text);
    if (wanted && !expected.some((pattern) => pattern.test(text))) found.push(text);
  });
  return found;
}
