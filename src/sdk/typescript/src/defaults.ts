import type { Clock } from './options.js';
import type { TransportName } from './wire.js';
import type { Dial, Way } from './ways/way.js';
import { websocket } from './ways/websocket.js';

/** The ways by HTTP are loaded when they are needed: most never need one. */
export const ways: Record<TransportName, () => ((dial: Dial) => Way) | Promise<(dial: Dial) => Way>> = {
  websocket: () => websocket,
  stream: async () => (await import('./ways/stream.js')).stream,
  poll: async () => (await import('./ways/poll.js')).poll,
};
export const everyWay: readonly TransportName[] = ['websocket', 'stream', 'poll'];

export const realClock: Clock = {
  now: () => Date.now(),
  later(run, ms) {
    const timer = setTimeout(run, Math.min(ms, 0x7fffffff));
    return () => clearTimeout(timer);
  },
};
