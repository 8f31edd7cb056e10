import type { AckKind, Notify, Priority } from './wire.js';

/** Whether an answer is with the service, or kept until it can be sent. */
export type AnswerState = 'sent' | 'kept';

/** A notification to show on this device. */
export interface Ping<D = unknown> {
  readonly id: string;
  readonly attempt: number;
  readonly title: string;
  readonly body?: string;
  /** As the app sent it; proven by `check`, if there is one. */
  readonly data?: D;
  readonly category: string;
  readonly priority: Priority;
  /** Whether this device may make a sound. */
  readonly ring: boolean;
  /** When it goes on to the next device without an answer, by this device's clock. */
  readonly ackBy: Date;
  /** What of the content is there: `redacted` where others can see the screen. */
  readonly show: 'rich' | 'plain' | 'redacted';
  readonly collapseKey?: string;
  readonly digest?: { readonly count: number; readonly titles?: readonly string[] };
  /** The user has seen it: ends the escalation. */
  seen(): Promise<AnswerState>;
  /** The user has acted on it: ends the escalation. */
  acted(): Promise<AnswerState>;
  /** The user has dismissed it: ends the escalation. */
  dismissed(): Promise<AnswerState>;
  /** This device cannot show it: the next device is asked at once. */
  cannotShow(): void;
  /**
   * Runs `play` if this session may sound now; of all devices and tabs of a user one may. The signal aborts when the right
   * or the notification ends. Resolves to whether it played; a `play` that throws counts as silent.
   */
  sound(play: (signal: AbortSignal) => void | Promise<void>): Promise<boolean>;
}

/** What a ping needs of its client. */
export interface PingHost {
  answer(id: string, kind: AckKind): Promise<AnswerState>;
  nack(id: string): void;
  sound(id: string, play: (signal: AbortSignal) => void | Promise<void>): Promise<boolean>;
  /** How far the server's clock is ahead of this device's, in milliseconds. */
  readonly skew: number;
}

export function pingOf<D>(frame: Notify, host: PingHost, check: ((data: unknown) => D) | undefined): Ping<D> {
  const data = check === undefined ? (frame.data as D | undefined) : check(frame.data);
  return Object.freeze({
    id: frame.id,
    attempt: frame.attempt,
    title: frame.title,
    ...(frame.body !== undefined && { body: frame.body }),
    ...(data !== undefined && { data }),
    category: frame.category,
    priority: frame.priority,
    ring: frame.ring,
    ackBy: new Date(Date.parse(frame.ack_by) - host.skew),
    show: frame.show ?? 'rich',
    ...(frame.collapse_key !== undefined && { collapseKey: frame.collapse_key }),
    ...(frame.digest && { digest: frame.digest }),
    seen: () => host.answer(frame.id, 'seen'),
    acted: () => host.answer(frame.id, 'acted'),
    dismissed: () => host.answer(frame.id, 'dismissed'),
    cannotShow: () => host.nack(frame.id),
    sound: (play: (signal: AbortSignal) => void | Promise<void>) => host.sound(frame.id, play),
  });
}
