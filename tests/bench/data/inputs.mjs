// The inputs of the benchmark and their answers, made when they are asked for and kept in build/bench.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeHistory } from './history.mjs';
import { writeLive } from './live.mjs';

// Part of the file names: change it with whatever changes the bytes.
const generation = 1;
const seed = 20260117;
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../build/bench');

/** @returns {{path: string, answer: {messages: number, digest: string, textBytes?: number}}} */
export function history(count, progress) {
  return kept(`history-${count}`, progress, (path) => writeHistory(path, count, seed, progress));
}

export function live(count, progress) {
  return kept(`live-${count}`, progress, (path) => writeLive(path, count, seed + 1));
}

function kept(name, progress, write) {
  const path = join(folder, `${name}-v${generation}.jsonl`);
  const answerPath = path.replace('.jsonl', '.answer.json');
  if (!existsSync(answerPath)) {
    progress(`making ${name}`);
    mkdirSync(folder, { recursive: true });
    const answer = write(path + '.part');
    renameSync(path + '.part', path);
    writeFileSync(answerPath, JSON.stringify(answer) + '\n');
  }
  return { path, answer: JSON.parse(readFileSync(answerPath, 'utf8')) };
}

/** The bodies of such a file as bytes, each a view. */
export function bodiesOf(path) {
  const bytes = readFileSync(path);
  const bodies = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    bodies.push(new Uint8Array(bytes.buffer, bytes.byteOffset + at, end - at));
    at = end + 1;
  }
  return bodies;
}
