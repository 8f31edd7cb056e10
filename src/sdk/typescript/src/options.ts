import type { Link } from './link.js';
import type { Outbox } from './outbox.js';
import type { AnswerState, Ping } from './ping.js';
import type { TokenSource } from './token.js';
import type { Attention, ClientFrame, ErrorFrame, InboxFrame, Observations, Person, ServerFrame, TransportName, Who } from './wire.js';

/** By what something was observed. */
export type Evidence = 'visibility' | 'focus' | 'input' | 'idle-detector' | 'freeze' | 'wake' | 'surroundings' | 'app';

/** What was observed, by what, and when by this device's clock; what is not there, nobody knows. */
export type Seen = { readonly [F in keyof Observations]?: { readonly value: Observations[F]; readonly by: Evidence; readonly at: number } };

export interface State<D = unknown> {
  readonly link: Link;
  /** Whether this tab holds the connection; the others of the device get everything from it. */
  readonly leader: boolean;
  readonly shown: readonly Ping<D>[];
  readonly people: ReadonlyMap<string, Person>;
  readonly observed: Seen;
  /** Answers that the service does not have yet. */
  readonly unsent: number;
}

export interface Events<D> {
  ping: Ping<D>;
  retract: { readonly id: string; readonly reason: string };
  link: Link;
  presence: readonly Person[];
  problem: ErrorFrame;
  /** The user's inbox changed, on whatever device; comes only while somebody listens. */
  inbox: InboxFrame;
}

/** A source of observations. Starts with the first `connect`, stops with `close`. */
export interface Signal {
  readonly name: string;
  /**
   * @param tell takes what was observed; what it leaves out stays as it was
   * @param wake says that the page came back to life; `freeze` that it is about to stop
   * @returns stops it
   */
  start(
    tell: (facts: Observations, by: Evidence) => void,
    wake: (why: string) => void,
    page: { hidden(hidden: boolean): void; freeze(): void },
  ): () => void;
}

/** How the tabs of one device share a connection. */
export interface Tabs {
  /** @param own makes a client with a connection of its own */
  share<D>(options: Options<D>, own: (options: Options<D>) => Oneping<D>): Oneping<D>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something later; the answer cancels it. */
  later(run: () => void, ms: number): () => void;
}

export interface LogLine { at: number; what: 'sent' | 'received' | 'link'; detail: ClientFrame | ServerFrame | Link }

export interface Options<D = unknown> {
  /** Where the service is, for example `https://oneping.example.com`. */
  url: string | URL;
  /** The device's name, the one that its token is for. */
  device: string;
  /** Such as `web` (default), `desktop`, `ios`, `android`. */
  platform?: string;
  /** Fetches a device token from the app's server; one call at a time. Throw `Refused` to stop for good. */
  token: TokenSource;
  /** Default: `websocket`, `stream`, `poll`, in this order. */
  transports?: readonly TransportName[];
  signals?: readonly Signal[];
  tabs?: Tabs;
  /** Default: in memory. */
  outbox?: Outbox;
  watch?: Who;
  /** What this device shows already, for example from a tab that had the connection before. */
  shown?: readonly Ping<D>[];
  /** Proves an app's data; what it throws makes the ping one that cannot be shown. */
  check?: (data: unknown) => D;
  WebSocket?: typeof WebSocket;
  fetch?: typeof fetch;
  clock?: Clock;
  random?: () => number;
  log?: (line: LogLine) => void;
}

/** A notification as the inbox lists it; more fields may come. */
export interface InboxItem { id: string; state: string; title: string; body?: string; category: string; priority: string; created_at: string; [more: string]: unknown }

export interface Oneping<D = unknown> extends AsyncDisposable {
  readonly state: State<D>;
  /** Calls `listener` after each change of `state`; the answer ends that. Fits `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  on<K extends keyof Events<D>>(type: K, listen: (event: Events<D>[K]) => void, options?: { signal?: AbortSignal }): () => void;
  /** Connects, and stays connected until `close`. Idempotent. */
  connect(): void;
  /** Says goodbye: the device is offline at once. Idempotent. */
  close(): Promise<void>;
  /** Adds to what is observed: what the app itself knows. */
  report(facts: Observations): void;
  /** Watches other users; counted, so two that watch the same do not disturb each other. */
  watch(who: Who): () => void;
  /** The user's notifications, newest first, fetched page by page. */
  inbox(options?: { state?: 'open' | 'ended' }): AsyncIterable<InboxItem>;
  /** Answers a notification by id, for example one of the inbox. */
  answer(id: string, kind: 'seen' | 'acted' | 'dismissed'): Promise<AnswerState>;
  /** Makes sure that the connection lives, for example after the app noticed something odd. */
  areYouThere(): void;
}

export type { Attention };
