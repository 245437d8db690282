// What is used today to send at no more than 20 a second: each gives a function that takes a task and runs it in its turn.

import Bottleneck from 'bottleneck';
import { RateLimiter } from 'limiter';
import PQueue from 'p-queue';
import pThrottle from 'p-throttle';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';

const rate = 20;
const run = (task) => task();

const queue = (options) => {
  const tasks = new PQueue({ interval: 1000, intervalCap: rate, ...options });
  return (task) => tasks.add(task);
};
const bottleneck = (options) => {
  const tasks = new Bottleneck(options);
  return (task) => tasks.schedule(async () => task());
};

/** `most`: with how many tasks it is done within a minute or so; what a task costs bottleneck grows with their number. */
export const limiters = {
  'p-queue': { most: 1_000_000, make: () => queue({}) },
  'p-queue, strict': { most: 1_000_000, make: () => queue({ strict: true }) },
  'p-throttle': { most: 10_000, make: () => pThrottle({ limit: rate, interval: 1000 })(run) },
  'p-throttle, strict': { most: 10_000, make: () => pThrottle({ limit: rate, interval: 1000, strict: true })(run) },
  'bottleneck, a task every 50 ms': { most: 20_000, make: () => bottleneck({ minTime: 1000 / rate }) },
  'bottleneck, 20 filled up every second': {
    most: 5_000,
    make: () => bottleneck({ reservoir: rate, reservoirRefreshAmount: rate, reservoirRefreshInterval: 1000 }),
  },
  limiter: {
    most: 100_000,
    make: () => {
      const tokens = new RateLimiter({ tokensPerInterval: rate, interval: 'second' });
      let last = Promise.resolve();
      return (task) => (last = last.then(() => tokens.removeTokens(1)).then(task));
    },
  },
  'rate-limiter-flexible': {
    most: 20_000,
    make: () => {
      const tokens = new RateLimiterQueue(new RateLimiterMemory({ points: rate, duration: 1 }), { maxQueueSize: Infinity });
      return (task) => tokens.removeTokens(1).then(task);
    },
  },
};
