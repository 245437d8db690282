// The one history of this page and the streams that feed it.
//
// Merging, ordering and counting happen in the package. This class only says when something has changed: at most once an
// animation frame, or once a second while the page is hidden.
import { type FollowState, type History, Twinline } from 'twinline';
import { type Stream, Streams } from './streams';

const hidden_ms = 120_000;

export class Live {
  readonly history: History;
  onRefused: (() => void) | undefined; // the shim no longer knows who we are
  #twinline: Twinline;
  #streams: Streams;
  #states = new Map<string, FollowState>();
  #listeners = new Set<() => void>();
  #revision = 0;
  #scheduled = false;
  #hidden: ReturnType<typeof setTimeout> | undefined;

  static async load(): Promise<Live> {
    return new Live(await Twinline.load());
  }

  private constructor(twinline: Twinline) {
    this.#twinline = twinline;
    this.history = twinline.history();
    this.#streams = new Streams((number, since) => this.#open(number, since));
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  // Both for React's useSyncExternalStore.
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly revision = (): number => this.#revision;

  state(number: string): FollowState | undefined {
    return this.#states.get(number);
  }

  // Follows a number until the returned function is called. `pinned`: it is open in front of somebody.
  follow(number: string, pinned: boolean): () => void {
    return this.#streams.use(number, pinned);
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#hidden);
    this.#streams.stopAll();
    this.#listeners.clear();
    this.history.dispose();
    this.#twinline.dispose();
  }

  #open(number: string, since: string | undefined): Stream {
    const follow = this.history.follow({
      base: '',
      number,
      ...(since ? { since } : {}),
      onChange: () => this.#touch(),
      onState: (state) => {
        this.#states.set(number, state);
        this.#touch();
        if (state === 'refused') this.onRefused?.();
      },
    });
    return {
      stop: () => follow.stop(),
      get version() {
        return follow.version;
      },
      get settled() {
        return follow.state === 'live';
      },
    };
  }

  // A page that nobody has looked at for a while leaves its connections to the others.
  readonly #onVisibility = (): void => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'hidden') this.#hidden = setTimeout(() => this.#streams.pause(true), hidden_ms);
    else this.#streams.pause(false);
  };

  #touch(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const tell = () => {
      this.#scheduled = false;
      this.#revision += 1;
      for (const listener of this.#listeners) listener();
    };
    if (document.visibilityState === 'hidden') setTimeout(tell, 1_000);
    else requestAnimationFrame(tell);
  }
}
