// One limiter on a virtual clock: so many tasks at once, until all have run.
//
//     node limiter_worker.mjs NAME TASKS [FIRST_MS]
//
// Prints what tests/bench/native/schedule.cpp prints. With FIRST_MS the tasks come in two parts: one at 0, which uses the
// limiter up a little, and the others at FIRST_MS, behind an idle time, where fixed windows are open on both sides.

import FakeTimers from '@sinonjs/fake-timers';

const processorMs = ((usage) => () => (({ user, system }) => (user + system) / 1000)(usage()))(process.cpuUsage.bind(process));

const clock = FakeTimers.install({
  now: 0,
  toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
});
// They take hold of the clock as they are loaded.
const { limiters } = await import('./contenders/limiters.mjs');

const [name, count, first] = process.argv.slice(2);
const starts = [];
const tasks = Array.from({ length: Number(count) }, () => () => void starts.push(clock.now));
const add = limiters[name].make();

const begun = processorMs();
for (const task of tasks.splice(0, first === undefined ? tasks.length : 1)) add(task);
if (first !== undefined) await clock.tickAsync(Number(first));
for (const task of tasks) add(task);
const submitted = processorMs();
while (starts.length < Number(count)) await clock.tickAsync(1000);
const decided = processorMs();

process.stdout.write(`${JSON.stringify({ submit_ms: submitted - begun, decide_ms: decided - submitted })}\n${starts.join('\n')}\n`, () =>
  process.exit(0),
);
