import type { Evidence, Events, State } from './options.js';
import type { Observations } from './wire.js';

/** The state of a client with those who listen to it. State is a value: each change replaces it. */
export class Store<D> {
  readonly #listeners = new Set<() => void>();
  readonly #events = new Map<keyof Events<D>, Set<(event: never) => void>>();
  state: State<D>;

  constructor(state: State<D>) {
    this.state = state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  on<K extends keyof Events<D>>(type: K, listen: (event: Events<D>[K]) => void, signal?: AbortSignal): () => void {
    const all = this.#events.get(type) ?? new Set();
    this.#events.set(type, all.add(listen as (event: never) => void));
    const off = () => void all.delete(listen as (event: never) => void);
    signal?.addEventListener('abort', off, { once: true });
    return off;
  }

  /** Whether anybody listens. */
  hears(type: keyof Events<D>): boolean {
    return (this.#events.get(type)?.size ?? 0) > 0;
  }

  put(part: Partial<State<D>>): void {
    this.state = { ...this.state, ...part };
    this.#listeners.forEach(listener => listener());
  }

  emit<K extends keyof Events<D>>(type: K, event: Events<D>[K]): void {
    this.#events.get(type)?.forEach(listen => (listen as (event: Events<D>[K]) => void)(event));
  }

  /** Notes what was observed, by what and when. */
  observed(facts: Observations, by: Evidence, at: number): void {
    const seen = Object.fromEntries(Object.entries(facts).map(([field, value]) => [field, { value, by, at }]));
    this.put({ observed: { ...this.state.observed, ...seen } as State<D>['observed'] });
  }
}

/** What is known with something newer over it. */
export function over(known: Observations, newer: Observations): Observations {
  return { ...known, ...newer, ...(newer.attention && { attention: { ...known.attention, ...newer.attention } }) };
}
