// Makes regions.inc, the table by which region.cpp finds the country of a phone number, from libphonenumber's metadata.
//
//   npm install libphonenumber-js@VERSION && node make_regions.mjs > regions.inc
//
// For a calling code of one country the table names it. For a shared one (+1, +7, +44, …) it holds a small automaton
// over the digits that follow: libphonenumber's own rule (the first country of the list whose leading digits or number
// types match), played through for every digit. Before writing, the table is compared with libphonenumber-js itself on
// numbers made from the patterns and at random.
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const metadata = require('libphonenumber-js/metadata.max.json');
const { version } = require('libphonenumber-js/package.json');
const library = require('libphonenumber-js/max');

const leadingDigitsAt = 10;
const typesAt = 11;
const longest = 17;

// A pattern of the metadata (groups, classes, \d, {n,m}, ?, |) as a small nondeterministic automaton.
function automaton(pattern) {
  let at = 0;
  const edges = []; // edges[state] = [[set of digits or null for none needed, next], …]
  const state = () => edges.push([]) - 1;
  const link = (from, digits, to) => edges[from].push([digits, to]);

  function choice() {
    const start = state();
    const end = state();
    for (;;) {
      const [first, last] = sequence();
      link(start, null, first);
      link(last, null, end);
      if (pattern[at] !== '|') return [start, end];
      at += 1;
    }
  }
  function sequence() {
    const start = state();
    let end = start;
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const [first, last] = repeated();
      link(end, null, first);
      end = last;
    }
    return [start, end];
  }
  function repeated() {
    const from = at;
    let [first, last] = atom();
    const after = at;
    const count = /^(\?|\{(\d+)(?:,(\d+))?\})/.exec(pattern.slice(at));
    if (!count) return [first, last];
    const least = count[1] === '?' ? 0 : Number(count[2]);
    const most = count[1] === '?' ? 1 : Number(count[3] ?? count[2]);
    const start = state();
    const end = state();
    let open = start;
    if (least === 0) link(start, null, end);
    for (let turn = 1; turn <= most; turn += 1) {
      at = from;
      [first, last] = atom();
      link(open, null, first);
      open = last;
      if (turn >= least) link(open, null, end);
    }
    at = after + count[0].length;
    return [start, end];
  }
  function atom() {
    if (pattern.startsWith('(?:', at) || pattern[at] === '(') {
      at += pattern.startsWith('(?:', at) ? 3 : 1;
      const group = choice();
      at += 1;
      return group;
    }
    const digits = new Set();
    if (pattern.startsWith('\\d', at)) {
      at += 2;
      for (let digit = 0; digit < 10; digit += 1) digits.add(digit);
    } else if (pattern[at] === '[') {
      const close = pattern.indexOf(']', at);
      const body = pattern.slice(at + 1, close).replace('\\d', '0-9');
      for (let i = 0; i < body.length; i += 1) {
        const low = Number(body[i]);
        const high = body[i + 1] === '-' ? Number(body[i + 2]) : low;
        for (let digit = low; digit <= high; digit += 1) digits.add(digit);
        if (body[i + 1] === '-') i += 2;
      }
      at = close + 1;
    } else if (/\d/.test(pattern[at])) {
      digits.add(Number(pattern[at]));
      at += 1;
    } else {
      throw new Error(`cannot read ${pattern} at ${at}`);
    }
    const start = state();
    const end = state();
    link(start, digits, end);
    return [start, end];
  }

  const [start, end] = choice();
  if (at !== pattern.length) throw new Error(`cannot read ${pattern} at ${at}`);
  const closure = (states) => {
    const all = new Set(states);
    for (const one of all) for (const [digits, next] of edges[one]) if (digits === null) all.add(next);
    return [...all].sort((a, b) => a - b);
  };
  return {
    start: closure([start]),
    step: (states, digit) =>
      closure(states.flatMap((one) => edges[one].filter(([d]) => d?.has(digit)).map(([, next]) => next))),
    accepts: (states) => states.includes(end),
  };
}

// How one country recognises its numbers: by leading digits alone where it has them, else by number types.
function matchers(country) {
  const entry = metadata.countries[country];
  const general = { automaton: automaton(entry[2]), lengths: entry[3], prefix: false };
  if (entry[leadingDigitsAt]) {
    return { general: null, any: [{ automaton: automaton(String(entry[leadingDigitsAt])), prefix: true }] };
  }
  const any = (entry[typesAt] ?? [])
    .filter((type) => type && type[0])
    .map(([pattern, lengths]) => ({ automaton: automaton(pattern), lengths: lengths ?? entry[3], prefix: false }));
  return { general, any };
}

// A running match: null is dead, true is "a prefix matched, whatever follows".
const begin = (matcher) => matcher && matcher.automaton.start;
const advance = (matcher, run, digit) => {
  if (matcher === null || run === null || run === true) return run;
  const next = matcher.automaton.step(run, digit);
  if (next.length === 0) return null;
  return matcher.prefix && matcher.automaton.accepts(next) ? true : next;
};
const accepts = (matcher, run, length) =>
  run === true || (run !== null && matcher.automaton.accepts(run) && matcher.lengths?.includes(length));

function buildCode(countries, nodes, regionOf) {
  const rules = countries.map((country) => ({ country, ...matchers(country) }));
  const known = new Map();
  const written = new Map();
  const constant = (country) => 0x8000 | regionOf(country);

  function visit(runs, length) {
    const sure = rules.findIndex((rule, i) => runs[i].any.includes(true) && rule.general === null);
    const open = rules.some((_, i) => runs[i].any.some((run) => run !== null && run !== true));
    const earlierOpen = rules.some((_, i) => i < sure && runs[i].any.some((run) => run !== null));
    if (sure >= 0 && !earlierOpen) return constant(rules[sure].country);
    if (!open && sure < 0) return constant(countries[0]);
    if (length >= longest) return constant(countries[0]);
    const key = `${length};${JSON.stringify(runs)}`;
    if (known.has(key)) return known.get(key);

    const here = rules.findIndex(
      (rule, i) =>
        (rule.general === null || accepts(rule.general, runs[i].general, length)) &&
        rule.any.some((matcher, k) => accepts(matcher, runs[i].any[k], length)),
    );
    const children = [];
    for (let digit = 0; digit < 10; digit += 1) {
      const next = rules.map((rule, i) => {
        const general = rule.general === null ? null : advance(rule.general, runs[i].general, digit);
        const dead = rule.general !== null && general === null;
        return { general, any: rule.any.map((matcher, k) => (dead ? null : advance(matcher, runs[i].any[k], digit))) };
      });
      children.push(visit(next, length + 1));
    }
    const end = regionOf(here < 0 ? countries[0] : rules[here].country);
    let node;
    if (children.every((child) => child === children[0]) && children[0] === (0x8000 | end)) {
      node = children[0];
    } else {
      const shape = JSON.stringify([end, children]);
      node = written.get(shape) ?? nodes.push({ end, children }) - 1;
      written.set(shape, node);
    }
    known.set(key, node);
    return node;
  }
  const start = rules.map((rule) => ({ general: begin(rule.general), any: rule.any.map(begin) }));
  return visit(start, 0);
}

const regions = Object.keys(metadata.countries).sort();
const nodes = [];
const codes = Object.entries(metadata.country_calling_codes)
  .filter(([code]) => !metadata.nonGeographic?.[code])
  .map(([code, countries]) => ({
    code: Number(code),
    start: countries.length > 1 ? buildCode(countries, nodes, (country) => regions.indexOf(country))
                                : 0x8000 | regions.indexOf(countries[0]),
  }))
  .sort((a, b) => a.code - b.code);

function find(digits) {
  for (let size = 1; size <= 3; size += 1) {
    const entry = codes.find(({ code }) => code === Number(digits.slice(0, size)));
    if (!entry) continue;
    let at = entry.start;
    for (const digit of digits.slice(size)) at = at & 0x8000 ? at : nodes[at].children[Number(digit)];
    return regions[at & 0x8000 ? at & 0x7fff : nodes[at].end];
  }
  return undefined;
}

// The judge: libphonenumber-js. Where it finds no country, ours is the main one of the code.
let seed = 1;
const random = (below) => {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
};
let compared = 0;
function compare(code, countries, national) {
  const parsed = library.parsePhoneNumberFromString(`+${code}${national}`, { extract: false });
  // A national prefix typed after the calling code is taken off there and not here.
  if (parsed && parsed.nationalNumber !== national) return;
  const theirs = parsed?.country ?? countries[0];
  const ours = find(code + national);
  if (ours !== theirs) throw new Error(`+${code} ${national}: table ${ours}, libphonenumber ${theirs}`);
  compared += 1;
}
function walk(matcher, length) {
  let national = '';
  let run = begin(matcher);
  while (national.length < length) {
    const ways = [...'0123456789'].filter((digit) => run === true || advance(matcher, run, Number(digit)) !== null);
    const digit = ways.length > 0 ? ways[random(ways.length)] : String(random(10));
    run = ways.length > 0 ? advance(matcher, run, Number(digit)) : run;
    national += digit;
  }
  return national;
}
for (const [code, countries] of Object.entries(metadata.country_calling_codes)) {
  if (metadata.nonGeographic?.[code]) continue;
  for (const country of countries) {
    const lengths = metadata.countries[country][3];
    const turns = countries.length > 1 ? 1000 : 10;
    for (let turn = 0; turn < turns; turn += 1) {
      let national = '';
      const length = lengths[random(lengths.length)] + (random(10) === 0 ? 1 : 0);
      while (national.length < length) national += random(10);
      compare(code, countries, national);
      for (const matcher of matchers(country).any) compare(code, countries, walk(matcher, length));
    }
  }
}

const wrap = (words) => {
  const lines = [''];
  for (const word of words) {
    if ((lines.at(-1) + word).length > 116) lines.push('');
    lines[lines.length - 1] += `${word}, `;
  }
  return lines.map((line) => `    ${line.trimEnd()}`).join('\n');
};
console.log(`// Made by make_regions.mjs from the metadata of libphonenumber (Apache License 2.0, Google),
// as libphonenumber-js ${version} has it.
// Do not edit: make it again.
constexpr char region_names[][3] = {
${wrap(regions.map((region) => `"${region}"`))}
};
constexpr CallingCode calling_codes[] = {
${wrap(codes.map(({ code, start }) => `{${code}, ${start}}`))}
};
constexpr Node nodes[] = {
${wrap(nodes.map(({ end, children }) => `{${end}, {${children.join(', ')}}}`))}
};`);
console.error(`${regions.length} regions, ${nodes.length} nodes, ${compared} numbers compared`);
