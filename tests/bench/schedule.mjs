// ./dev bench schedule: what a decision of the scheduler costs with a million messages queued, beside the limiters that
// are used today, and whether each keeps to 20 in every half-open second.
//
//     node schedule.mjs PROGRAM [--quick]
//
// All run on a virtual clock, in a process each. The time is the processor's, of taking the messages and of letting them
// go; what they are made of is made before. The limiters know no users, lanes, campaigns or debts: they do less.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { limiters } from './contenders/limiters.mjs';
import { compare, middle } from './support/statistics.mjs';
import { micros, print } from './support/table.mjs';

const [program, ...args] = process.argv.slice(2);
const quick = args.includes('--quick');
const rate = 20;
const rounds = quick ? 1 : 3;
const messages = quick ? 100_000 : 1_000_000;
const worker = fileURLToPath(new URL('limiter_worker.mjs', import.meta.url));

const measured = (command, list) => {
  const text = execFileSync(command, list, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const end = text.indexOf('\n');
  const { submit_ms, decide_ms } = JSON.parse(text.slice(0, end));
  const starts = text.slice(end + 1, -1).split('\n').map(Number);
  return { starts, us: (1000 * (submit_ms + decide_ms)) / starts.length, perSecond: (1000 * starts.length) / (submit_ms + decide_ms) };
};
const ours = () => measured(program, [messages, messages / 5].map(String));
const theirs = (name, count, ...more) => measured(process.execPath, ['--max-old-space-size=6000', worker, name, String(count), ...more.map(String)]);

/** The judge of all: the highest count in any half-open second, and how many starts were more than `rate` in theirs. */
function judge(starts) {
  let first = 0;
  let most = 0;
  let over = 0;
  starts.forEach((at, i) => {
    while (starts[first] <= at - 1000) first += 1;
    most = Math.max(most, i - first + 1);
    if (i - first + 1 > rate) over += 1;
  });
  return { most, over };
}

const said = ({ most, over }) => (over === 0 ? `${most} at most in a second` : `${most} in a second, ${over} starts too early`);
const short = (count) => (count >= 1e6 ? `${count / 1e6} M` : `${count / 1000} k`);

const own = Array.from({ length: rounds }, ours);
for (const { starts } of own) {
  if (starts.length === messages && judge(starts).over === 0) continue;
  console.error(`twinline started ${starts.length} of ${messages}: ${said(judge(starts))}`);
  process.exit(1);
}
// A cost that is wanted for a million messages is not judged by fewer.
const limits = quick ? {} : { 'p-queue': [10, 30], bottleneck: [1000, 10_000] };
const costs = [];
const atOnce = [{ what: 'twinline', ours: said(judge(own[0].starts)) }];
const behindPause = [];
for (const [name, { most }] of Object.entries(limiters)) {
  const count = quick ? Math.min(most, most > 20_000 ? messages : 5_000) : most;
  console.error(`   ${name}, ${short(count)} tasks`);
  const runs = Array.from({ length: count === messages ? rounds : 1 }, () => theirs(name, count));
  const [floor, goal] = limits[name.split(',')[0]] ?? [];
  costs.push({
    what: `${name}, ${short(count)} queued`,
    ours: micros(middle(own.map(({ us }) => us))),
    theirs: micros(middle(runs.map(({ us }) => us))),
    ...compare(own.slice(0, runs.length).map(({ us }) => us), runs.map(({ us }) => us)),
    floor,
    goal,
  });
  atOnce.push({ what: name, ours: said(judge(runs[0].starts)) });
  behindPause.push({ what: name, ours: said(judge(theirs(name, 100, 950).starts)) });
}
print(`A decision with ${short(messages)} messages queued to ${short(messages / 5)} users, twinline native; ${Math.round(middle(own.map(({ perSecond }) => perSecond))).toLocaleString('en')} a second`, costs);
print(`At ${rate} a second, all at once: the fullest half-open second`, atOnce);
print('The same for one task and, 950 ms later, 99 more', behindPause);
