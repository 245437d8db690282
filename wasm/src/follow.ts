// A running follow of a shim. C++ drives the browser's fetch (fetch.cpp); this tells the caller, gently.

import type { Border } from './border.js';
import type { RawFollow, RawHistory } from './module.js';
import type { FollowOptions, FollowState } from './types.js';

/** In the core's order; `stopped` is ours. */
export const followStates: readonly FollowState[] = ['connecting', 'catching_up', 'live', 'waiting', 'refused'];

// Changes within a frame of a screen are told once.
const quiet_ms = 16;

export class Follow {
  readonly #raw: RawFollow;
  /** Also keeps the history from being collected while it is followed into. */
  readonly #owner: object;
  readonly #history: RawHistory;
  readonly #options: FollowOptions;
  readonly #border: Border;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = true;
  #version: string;
  #state: FollowState = 'connecting';
  #toldState: FollowState | undefined;
  #toldHistory: number;

  /** @internal Use `History.follow()`. */
  constructor(border: Border, owner: object, history: RawHistory, options: FollowOptions) {
    this.#border = border;
    this.#owner = owner;
    this.#history = history;
    this.#options = options;
    this.#version = options.since ?? '';
    this.#toldHistory = history.version();
    this.#raw = new border.module.Follow(
      history,
      options.base.replace(/\/+$/, ''),
      options.number,
      options.token ?? '',
      this.#version,
      () => this.#stepped(),
    );
    border.follows.add(this);
    this.#raw.start();
  }

  /** The last version seen; give it to a later `since`, together with the records. */
  get version(): string {
    return this.#running ? this.#raw.version() : this.#version;
  }

  get state(): FollowState {
    return this.#state;
  }

  /** @internal */
  belongsTo(owner: object): boolean {
    return this.#owner === owner;
  }

  /** No callback fires afterwards. Harmless when repeated. */
  stop(): void {
    if (!this.#running) return;
    this.#version = this.#raw.version();
    this.#running = false;
    this.#state = 'stopped';
    clearTimeout(this.#timer);
    this.#raw.stop();
    this.#raw.delete();
    this.#border.follows.delete(this);
  }

  #stepped(): void {
    this.#state = followStates[this.#raw.state()]!;
    this.#timer ??= setTimeout(() => this.#tell(), quiet_ms);
  }

  #tell(): void {
    this.#timer = undefined;
    try {
      this.#tellChange();
    } finally {
      this.#tellState();
    }
  }

  #tellChange(): void {
    const version = this.#history.version();
    if (version === this.#toldHistory) return;
    this.#toldHistory = version;
    this.#options.onChange?.();
  }

  #tellState(): void {
    // The caller may have stopped us in its other callback.
    if (!this.#running || this.#state === this.#toldState) return;
    this.#toldState = this.#state;
    this.#options.onState?.(this.#state);
  }
}
