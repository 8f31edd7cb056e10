import { HttpSession } from './http.js';
import { type Dial, type Way, lossOf, parse } from './way.js';

/** Server-sent events by `fetch`, which can send the token in a header, as `EventSource` cannot. */
export function stream(dial: Dial): Way {
  return new HttpSession(dial, async session => {
    const answer = await session.get(`/stream?after=${session.cursor}`, { accept: 'text/event-stream' });
    if (!answer.ok || !answer.body) return session.lost(await lossOf(answer));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done && !session.isOver; part = await reader.read()) {
      const blocks = (rest + part.value).split('\n\n');
      rest = blocks.pop()!;
      blocks.forEach(block => read(session, block));
    }
  }).way();
}

function read(session: HttpSession, block: string): void {
  if (session.isOver) return;
  const field = (name: string) =>
    block.split('\n').find(line => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
  const data = field('data');
  // A comment says that the path lives, as a pong does.
  if (data === undefined) return session.ear.frame({ type: 'pong' });
  if (field('event') === 'close') {
    const { code, reason } = JSON.parse(data) as { code: number; reason: string };
    return session.lost({ code, reason });
  }
  session.cursor = Number(field('id') ?? session.cursor);
  const frame = parse(data);
  if (frame) session.ear.frame(frame);
}
