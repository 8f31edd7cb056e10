/**
 * The life of a connection as a pure function: `(state, event, now) → [state, effects]`. It does no I/O and reads neither a
 * clock nor chance: both come in. What it decides, `client.ts` does.
 *
 * What it promises: nothing is dialled that the app did not ask for; a close code from 4500 on is final; a path counts as
 * dead only after a `ping` without an answer, never because a timer came late; a resume names exactly what was read.
 */

import type { ClientFrame, ServerFrame, TransportName, Welcome } from './wire.js';

export type Because = 'backoff' | 'goaway' | 'offline' | 'token' | 'busy' | 'frozen';

/** The connection as an app sees it: a value that is replaced, never changed. */
export type Link =
  | { readonly phase: 'idle' | 'closed' }
  | { readonly phase: 'connecting'; readonly attempt: number; readonly transport: TransportName }
  | {
      readonly phase: 'live';
      readonly transport: TransportName;
      readonly session: string;
      readonly since: number;
      readonly recovered: boolean;
    }
  | { readonly phase: 'waiting'; readonly until: number; readonly because: Because }
  | { readonly phase: 'refused'; readonly code: number; readonly detail: string };

export interface LinkState {
  readonly link: Link;
  readonly wanted: boolean;
  /** The newest dial; events of older ones are ignored. */
  readonly dial: number;
  readonly dialedAt: number;
  readonly way: number;
  /** Transports in a row that did not get as far as a welcome. */
  readonly missed: number;
  readonly failures: number;
  readonly badTokens: number;
  readonly epoch: string | undefined;
  readonly offset: number;
  readonly heard: number;
  readonly quietMs: number;
  /** A ping that waits for its answer: how often it was sent, and until when it may take. */
  readonly proof: { readonly asked: number; readonly due: number } | undefined;
  /** When the server asked us to return, if it did. */
  readonly returnAt: number | undefined;
  readonly due: number | undefined;
  readonly hidden: boolean;
}

export type LinkEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'close' }
  | { readonly type: 'token'; readonly dial: number }
  | { readonly type: 'no-token'; readonly dial: number; readonly final: boolean; readonly detail: string }
  | { readonly type: 'frame'; readonly dial: number; readonly frame: ServerFrame }
  | { readonly type: 'lost'; readonly dial: number; readonly code?: number; readonly status?: number; readonly retryAfterMs?: number; readonly reason?: string }
  | { readonly type: 'timer' }
  | { readonly type: 'wake' }
  | { readonly type: 'freeze' }
  | { readonly type: 'hidden'; readonly hidden: boolean };

export type LinkEffect =
  | { readonly type: 'token'; readonly dial: number; readonly why: 'first' | 'expiring' | 'rejected' }
  | { readonly type: 'dial'; readonly dial: number; readonly transport: TransportName; readonly resume: { epoch?: string; offset?: number } }
  | { readonly type: 'hang-up'; readonly bye: boolean }
  | { readonly type: 'send'; readonly frame: ClientFrame }
  | { readonly type: 'live'; readonly welcome: Welcome }
  | { readonly type: 'deliver'; readonly frame: ServerFrame };

export const timing = {
  /** How long a dial may take to its welcome. */
  dialMs: 10_000,
  /** How long a pong may take. */
  proofMs: 3_000,
  /** A timer that comes this much late says that the page slept, not that the peer is dead. */
  lateMs: 2_000,
  /** A dial older than this is made anew when the page wakes: one made while hidden may hang. */
  staleDialMs: 2_000,
  /** Frames this recent are proof of life enough. */
  freshMs: 1_000,
  backoffMs: 1_000,
  backoffMaxMs: 30_000,
  tokenTries: 3,
} as const;

const codes = { goaway: 4001, replaced: 4002, tokenExpired: 4003, firstFinal: 4500, invalidToken: 4500, lastFinal: 4999 };

export const initial: LinkState = {
  link: { phase: 'idle' },
  wanted: false,
  dial: 0,
  dialedAt: 0,
  way: 0,
  missed: 0,
  failures: 0,
  badTokens: 0,
  epoch: undefined,
  offset: 0,
  heard: 0,
  quietMs: 50_000,
  proof: undefined,
  returnAt: undefined,
  due: undefined,
  hidden: false,
};

type Step = [LinkState, LinkEffect[]];

/**
 * One step.
 *
 * @param random a number drawn from [0, 1) for this step
 */
export function step(state: LinkState, event: LinkEvent, now: number, random: number, ways: readonly TransportName[]): Step {
  switch (event.type) {
    case 'connect':
      return state.wanted ? [state, []] : begin({ ...initial, hidden: state.hidden, dial: state.dial, wanted: true }, 'first', ways);
    case 'close':
      return close(state);
    case 'token':
      return event.dial === state.dial ? dial(state, now, ways) : [state, []];
    case 'no-token':
      return event.dial === state.dial ? noToken(state, event, now, random) : [state, []];
    case 'frame':
      return event.dial === state.dial && isOpen(state) ? frame(state, event.frame, now, ways) : [state, []];
    case 'lost':
      return event.dial === state.dial && isOpen(state) ? lost(state, event, now, random, ways) : [state, []];
    case 'timer':
      return state.due !== undefined && now >= state.due ? timer(state, now, random, ways) : [state, []];
    case 'wake':
      return wake(state, now, ways);
    case 'freeze':
      return freeze(state);
    case 'hidden':
      return [{ ...state, hidden: event.hidden }, []];
  }
}

function isOpen(state: LinkState): boolean {
  return state.link.phase === 'connecting' || state.link.phase === 'live';
}

function begin(state: LinkState, why: 'first' | 'expiring' | 'rejected', ways: readonly TransportName[]): Step {
  const link: Link = { phase: 'connecting', attempt: state.failures + 1, transport: ways[state.way]! };
  // A dial that is still under way is no longer ours.
  const next = { ...state, link, dial: state.dial + 1, proof: undefined, returnAt: undefined, due: undefined };
  return [next, [{ type: 'token', dial: next.dial, why }]];
}

function dial(state: LinkState, now: number, ways: readonly TransportName[]): Step {
  if (!state.wanted || state.link.phase !== 'connecting') return [state, []];
  const resume = state.epoch === undefined ? {} : { epoch: state.epoch, offset: state.offset };
  const next = { ...state, dialedAt: now, due: now + timing.dialMs };
  return [next, [{ type: 'dial', dial: state.dial, transport: ways[state.way]!, resume }]];
}

function noToken(state: LinkState, event: { final: boolean; detail: string }, now: number, random: number): Step {
  if (!state.wanted || state.link.phase !== 'connecting') return [state, []];
  return event.final ? refuse(state, codes.invalidToken, event.detail) : wait(state, now, backoff(state, random), 'token');
}

function frame(state: LinkState, frame: ServerFrame, now: number, ways: readonly TransportName[]): Step {
  const heard = { ...state, heard: now, proof: undefined, due: now + quiet(state) };
  if (frame.type === 'welcome') return live(heard, frame, now, ways);
  if (state.link.phase !== 'live') return [state, []];
  switch (frame.type) {
    case 'pong':
      return [heard, [{ type: 'deliver', frame }]];
    case 'goaway':
      return [{ ...heard, returnAt: now + frame.reconnect_after_ms }, []];
    case 'notify':
    case 'retract': {
      const offset = frame.offset;
      if (offset === undefined) return [heard, [{ type: 'deliver', frame }]];
      // What was read before comes at most once, however often it is sent.
      return offset <= state.offset ? [heard, []] : [{ ...heard, offset }, [{ type: 'deliver', frame }]];
    }
    default:
      return [heard, [{ type: 'deliver', frame }]];
  }
}

function live(state: LinkState, welcome: Welcome, now: number, ways: readonly TransportName[]): Step {
  const resume = welcome.resume;
  const recovered = resume?.recovered === true;
  const link: Link = { phase: 'live', transport: ways[state.way]!, session: welcome.session, since: now, recovered };
  const next: LinkState = {
    ...state,
    link,
    missed: 0,
    failures: 0,
    badTokens: 0,
    epoch: resume?.epoch,
    offset: recovered ? state.offset : (resume?.offset ?? 0),
    quietMs: welcome.heartbeat_ms * 2,
  };
  return [{ ...next, due: now + quiet(next) }, [{ type: 'live', welcome }]];
}

function lost(
  state: LinkState,
  event: Extract<LinkEvent, { type: 'lost' }>,
  now: number,
  random: number,
  ways: readonly TransportName[],
): Step {
  const code = event.code ?? 0;
  if (code === codes.invalidToken || event.status === 401) return badToken(state, event, now, random, ways);
  if (code >= codes.firstFinal && code <= codes.lastFinal) return refuse(state, code, event.reason ?? 'refused');
  if (event.status === 403) return refuse(state, 403, event.reason ?? 'not allowed');
  if (state.returnAt !== undefined) return wait(state, now, Math.max(0, state.returnAt - now), 'goaway');
  if (event.retryAfterMs !== undefined) return wait(state, now, event.retryAfterMs + random * 1_000, 'busy');
  if (code === codes.tokenExpired) return begin(state, 'expiring', ways);
  // Who took the place has the epoch now; to come back with it would throw that one out, and so on for ever.
  const kept = code === codes.replaced ? { ...state, epoch: undefined, offset: 0, failures: state.failures + 1 } : state;
  return state.link.phase === 'live' ? wait(kept, now, backoff(kept, random), 'backoff') : failedDial(kept, now, random, ways);
}

/** The next transport is the probe: only if one of them gets through was it the transport's fault, and it is kept. */
function failedDial(state: LinkState, now: number, random: number, ways: readonly TransportName[]): Step {
  const missed = state.missed + 1;
  if (missed < ways.length) {
    return begin({ ...state, missed, way: (state.way + 1) % ways.length }, 'first', ways);
  }
  const failures = state.failures + 1;
  return wait({ ...state, missed: 0, way: 0, failures }, now, backoff({ ...state, failures }, random), 'backoff');
}

function badToken(
  state: LinkState,
  event: { reason?: string },
  now: number,
  random: number,
  ways: readonly TransportName[],
): Step {
  const badTokens = state.badTokens + 1;
  if (badTokens >= timing.tokenTries) return refuse(state, codes.invalidToken, event.reason ?? 'the token was rejected');
  return begin({ ...state, badTokens }, 'rejected', ways);
}

function timer(state: LinkState, now: number, random: number, ways: readonly TransportName[]): Step {
  const late = now - state.due! > timing.lateMs;
  switch (state.link.phase) {
    case 'waiting':
      return begin(state, 'first', ways);
    case 'connecting': {
      const [next, effects] = late ? begin(state, 'first', ways) : failedDial(state, now, random, ways);
      return [next, [{ type: 'hang-up', bye: false }, ...effects]];
    }
    case 'live':
      // One late timer proves nothing: its pong may stand in the queue behind it. A second one does.
      if (state.proof === undefined || (late && state.proof.asked < 2)) return ask(state, now);
      {
        const [next, effects] = begin(state, 'first', ways);
        return [next, [{ type: 'hang-up', bye: false }, ...effects]];
      }
    default:
      return [{ ...state, due: undefined }, []];
  }
}

function ask(state: LinkState, now: number): Step {
  const due = now + timing.proofMs;
  return [{ ...state, proof: { asked: (state.proof?.asked ?? 0) + 1, due }, due }, [{ type: 'send', frame: { type: 'ping' } }]];
}

function wake(state: LinkState, now: number, ways: readonly TransportName[]): Step {
  if (!state.wanted) return [state, []];
  switch (state.link.phase) {
    case 'live':
      return state.proof !== undefined || now - state.heard < timing.freshMs ? [state, []] : ask(state, now);
    case 'waiting':
      // A pause that the server asked for is kept.
      return (state.link.because === 'goaway' || state.link.because === 'busy') && now < state.link.until
        ? [state, []]
        : begin({ ...state, failures: 0, missed: 0 }, 'first', ways);
    case 'connecting':
      if (state.due === undefined || now - state.dialedAt < timing.staleDialMs) return [state, []];
      {
        const [next, effects] = begin(state, 'first', ways);
        return [next, [{ type: 'hang-up', bye: false }, ...effects]];
      }
    default:
      return [state, []];
  }
}

function freeze(state: LinkState): Step {
  if (!isOpen(state)) return [state, []];
  const link: Link = { phase: 'waiting', until: Infinity, because: 'frozen' };
  return [{ ...state, link, dial: state.dial + 1, proof: undefined, due: undefined }, [{ type: 'hang-up', bye: true }]];
}

function close(state: LinkState): Step {
  const effects: LinkEffect[] = isOpen(state) ? [{ type: 'hang-up', bye: true }] : [];
  return [{ ...initial, link: { phase: 'closed' }, dial: state.dial + 1, hidden: state.hidden }, effects];
}

function refuse(state: LinkState, code: number, detail: string): Step {
  const link: Link = { phase: 'refused', code, detail };
  return [{ ...state, link, wanted: false, dial: state.dial + 1, proof: undefined, due: undefined }, [{ type: 'hang-up', bye: false }]];
}

function wait(state: LinkState, now: number, ms: number, because: Because): Step {
  const until = now + ms;
  const failures = because === 'token' ? state.failures + 1 : state.failures;
  const link: Link = { phase: 'waiting', until, because };
  const next = { ...state, link, failures, dial: state.dial + 1, proof: undefined, returnAt: undefined, due: until };
  return [next, [{ type: 'hang-up', bye: false }]];
}

/** Full jitter: anywhere between nothing and a bound that doubles. */
function backoff(state: LinkState, random: number): number {
  return random * Math.min(timing.backoffMaxMs, timing.backoffMs * 2 ** state.failures);
}

/** How long silence is believed; a hidden page has its timers once a minute only. */
function quiet(state: LinkState): number {
  return state.hidden ? Math.max(60_000, state.quietMs) : state.quietMs;
}
