import type { ServerFrame } from '../wire.js';
import { HttpSession } from './http.js';
import { type Dial, type Way, lossOf } from './way.js';

interface Frames { frames: ServerFrame[]; cursor: number; closed?: { code: number; reason: string } }

/** Long polls: each waits up to 30 s for frames, and the next acknowledges them. */
export function poll(dial: Dial): Way {
  return new HttpSession(dial, async session => {
    const answer = await session.get(`/poll?after=${session.cursor}`, { prefer: 'wait=30' });
    if (!answer.ok) return session.lost(await lossOf(answer));
    const { frames, cursor, closed } = (await answer.json()) as Frames;
    if (session.isOver) return;
    session.cursor = cursor;
    frames.forEach(frame => session.ear.frame(frame));
    // An empty answer says that the path lives, as a pong does.
    if (frames.length === 0) session.ear.frame({ type: 'pong' });
    if (closed) session.lost({ code: closed.code, reason: closed.reason });
  }).way();
}
