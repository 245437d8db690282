// Which numbers are followed right now.
//
// A browser opens few connections to one server, and a followed number holds one for as long as it is followed. So there
// are `slots`; the numbers somebody looks at take them by turns when there are more numbers than slots. A number keeps
// its slot while its first batch is still arriving, and always while it is `pinned` (an open inbox). What was received
// stays in the history, and taking a number up again goes on from its last version. A pause gives up all of them.
export interface Stream {
  stop(): void;
  readonly version: string;
  readonly settled: boolean; // nothing more is known to be on its way
}

export type Open = (number: string, since: string | undefined) => Stream;

interface Wanted {
  users: number;
  pins: number;
  since: string | undefined;
  stream: Stream | undefined;
  opened_ms: number;
}

export class Streams {
  #wanted = new Map<string, Wanted>();
  #turn: ReturnType<typeof setInterval> | undefined;
  #paused = false;

  constructor(
    private readonly open: Open,
    private readonly slots = 2,
    private readonly turn_ms = 4_000,
  ) {}

  // Returns what gives the number up again.
  use(number: string, pinned: boolean): () => void {
    const wanted = this.#wanted.get(number) ?? { users: 0, pins: 0, since: undefined, stream: undefined, opened_ms: 0 };
    this.#wanted.set(number, wanted);
    wanted.users += 1;
    wanted.pins += pinned ? 1 : 0;
    this.#arrange();
    return () => {
      wanted.users -= 1;
      wanted.pins -= pinned ? 1 : 0;
      // A page that is left and another that is entered ask for the same number within one moment.
      setTimeout(() => this.#arrange(), 0);
    };
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.#arrange();
  }

  stopAll(): void {
    for (const wanted of this.#wanted.values()) this.#close(wanted);
    this.#wanted.clear();
    this.#arrange();
  }

  #arrange(): void {
    const wanted = [...this.#wanted].map(([number, value]) => ({ number, value }));
    for (const { value } of wanted) if (!value.users || this.#paused) this.#close(value);
    const running = wanted.filter(({ value }) => value.stream);
    const waiting = wanted.filter(({ value }) => value.users && !value.stream && !this.#paused);
    waiting.sort((a, b) => b.value.pins - a.value.pins || a.value.opened_ms - b.value.opened_ms);
    running.sort((a, b) => a.value.opened_ms - b.value.opened_ms);
    let free = this.slots - running.length;
    for (const { number, value } of waiting) {
      if (free <= 0) {
        const yielding = running.find((one) => !one.value.pins && (value.pins || one.value.stream?.settled));
        if (!yielding) break;
        running.splice(running.indexOf(yielding), 1);
        this.#close(yielding.value);
        free += 1;
      }
      value.stream = this.open(number, value.since);
      value.opened_ms = Date.now();
      free -= 1;
    }
    this.#keepTurning();
  }

  #keepTurning(): void {
    const crowded = [...this.#wanted.values()].some((value) => value.users && !value.stream);
    if (crowded && !this.#paused && !this.#turn) this.#turn = setInterval(() => this.#arrange(), this.turn_ms);
    if ((!crowded || this.#paused) && this.#turn) {
      clearInterval(this.#turn);
      this.#turn = undefined;
    }
  }

  #close(wanted: Wanted): void {
    if (!wanted.stream) return;
    wanted.since = wanted.stream.version || wanted.since;
    wanted.stream.stop();
    wanted.stream = undefined;
  }
}
