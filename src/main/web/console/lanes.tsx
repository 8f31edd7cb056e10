/** Lanes of time: the notification's states, and under them each device with its attention and its attempts. */
import type { CloudEvent } from './api.js';
import type { Notification } from './types.js';
import { clock, span } from './verdict.js';

interface Bar { from: number; to: number; kind: string; text: string }
interface Lane { name: string; bars: Bar[] }

const WIDTH = 720;
const ROW = 26;
const LEFT = 110;

export function Lanes({ notification, events }: { notification: Notification; events: readonly CloudEvent[] }) {
  const start = Date.parse(notification.created_at) - 5_000;
  const end = Math.max(start + 10_000, notification.ended_at ? Date.parse(notification.ended_at) + 2_000 : Date.now());
  const lanes = lanesOf(notification, events, start, end);
  const x = (time: number) => LEFT + ((Math.min(Math.max(time, start), end) - start) / (end - start)) * (WIDTH - LEFT);
  const height = lanes.length * ROW + 22;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Lanes of time">
        <svg class="lanes" viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} height={height} role="img" aria-label={`From ${clock(notification.created_at)}, for ${span(notification.created_at, new Date(end).toISOString())}; the same is in the list of steps below.`}>
          {lanes.map((lane, row) => (
            <g key={lane.name} transform={`translate(0 ${row * ROW})`}>
              <text x={0} y={17}>{lane.name}</text>
              <line x1={LEFT} x2={WIDTH} y1={ROW - 2} y2={ROW - 2} />
              {lane.bars.map((bar, index) => (
                <g key={index}>
                  <rect class={bar.kind} x={x(bar.from)} y={4} width={Math.max(3, x(bar.to) - x(bar.from))} height={ROW - 8} rx={3}><title>{bar.text}</title></rect>
                  {x(bar.to) - x(bar.from) > bar.text.length * 6.5 && <text class="in" x={x(bar.from) + 4} y={17}>{bar.text}</text>}
                </g>
              ))}
            </g>
          ))}
          {[0, 0.5, 1].map(part => (
            <text key={part} class="tick" x={LEFT + part * (WIDTH - LEFT)} y={height - 5} text-anchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}>{clock(new Date(start + part * (end - start)).toISOString())}</text>
          ))}
        </svg>
      </div>
    </>
  );
}

function lanesOf(notification: Notification, events: readonly CloudEvent[], start: number, end: number): Lane[] {
  const states: Bar[] = [];
  for (const event of events) {
    const about = event.data?.notification === notification.id || event.data?.id === notification.id;
    if (!about || !event.type.startsWith('notification.')) continue;
    const at = Date.parse(event.time);
    const last = states.at(-1);
    if (last) last.to = at;
    const word = event.type.slice('notification.'.length);
    states.push({ from: at, to: end, kind: word, text: word });
  }
  const names = new Set(notification.attempts.map(attempt => attempt.device ?? attempt.channel ?? 'a group'));
  events.forEach(event => event.type.startsWith('presence.') && typeof event.data?.device === 'string' && names.add(event.data.device));
  return [
    { name: 'state', bars: states.length ? states : [{ from: start + 5_000, to: end, kind: notification.state, text: notification.state }] },
    ...[...names].map(name => ({ name, bars: [...attention(name, events, end), ...attempts(name, notification, end)] })),
  ];
}

function attempts(name: string, notification: Notification, end: number): Bar[] {
  return notification.attempts
    .filter(attempt => (attempt.device ?? attempt.channel ?? 'a group') === name)
    .map(attempt => {
      const next = notification.attempts.find(other => other.number === attempt.number + 1);
      const to = next ? Date.parse(next.started_at) : Math.min(end, notification.ended_at ? Date.parse(notification.ended_at) : Date.parse(attempt.ack_by));
      return { from: Date.parse(attempt.started_at), to, kind: attempt.ring ? 'attempt rings' : 'attempt', text: `${attempt.ring ? '♪ ' : ''}attempt ${attempt.number}${attempt.over ? `: ${attempt.over}` : ''}` };
    });
}

function attention(name: string, events: readonly CloudEvent[], end: number): Bar[] {
  const bars: Bar[] = [];
  for (const event of events) {
    if (!event.type.startsWith('presence.') || event.data?.device !== name) continue;
    const state = event.type.endsWith('.offline') ? 'offline' : String(event.data.attention ?? event.data.to ?? event.data.state ?? (event.type.endsWith('.online') ? 'online' : ''));
    if (!state) continue;
    const last = bars.at(-1);
    if (last) last.to = Date.parse(event.time);
    bars.push({ from: Date.parse(event.time), to: end, kind: `attention ${state}`, text: state });
  }
  return bars;
}
