// A process that measures: a question a line, an answer a line.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const nodeWorker = fileURLToPath(new URL('../node_worker.mjs', import.meta.url));
const program = fileURLToPath(new URL('build/release/tests/bench/core_bench', root));

export class Worker {
  #process;
  #lines;

  static node(file) {
    return new Worker(process.execPath, ['--expose-gc', nodeWorker, file]).#started();
  }

  static native(file) {
    return new Worker(program, [file]).#started();
  }

  constructor(command, args) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ask(question) {
    this.#process.stdin.write(question + '\n');
    return this.#answer(question);
  }

  async round(contender) {
    return (await this.ask(`round ${contender}`)).ms;
  }

  end() {
    this.#process.stdin.end();
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null) resolve();
      else this.#process.once('exit', resolve);
    });
  }

  /** It has read its file. */
  async #started() {
    await this.#answer('start');
    return this;
  }

  async #answer(question) {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.#process.spawnargs.join(' ')} ended at "${question}"`);
    return JSON.parse(value);
  }
}

/** Runs `use` with workers that are ended afterwards, whatever happens. */
export async function withWorkers(starting, use) {
  const workers = await Promise.all(starting);
  try {
    return await use(...workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}
