/** The simulator: devices in the browser that are real sessions of the SDK, with a switch for every observation. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { oneping, type Observations, type Oneping, type Ping } from '../../../sdk/typescript/src/index.js';
import { Empty, link, useAction, useApi } from './parts.js';

interface Made { user: string; name: string; platform: string; client: Oneping }

/** The devices live as long as the page, so that one may look at another screen meanwhile. */
let made: readonly Made[] = [];

export function Simulator() {
  const api = useApi();
  const [devices, show] = useState(made);
  const set = (change: (old: readonly Made[]) => readonly Made[]) => show((made = change(made)));
  const { run, said } = useAction();
  const [sent, mark] = useState<{ id: string; at: number }>();

  const add = (user: string, name: string, platform: string) => {
    if (made.some(each => each.user === user && each.name === name)) throw new Error(`${user} has a device ${name} here already.`);
    const client = oneping({
      url: new URL('../', location.href),
      device: name,
      platform,
      token: async () => (await api.send<{ token: string }>('POST', 'v1/tokens', { user, device: name })).token,
    });
    client.report({ attention: { visible: true, focused: true, idle_ms: 0, screen: 'unlocked' } });
    client.connect();
    set(old => [...old, { user, name, platform, client }]);
  };

  return (
    <>
      <h1>Simulator</h1>
      <p>Each device below is a real session of the SDK. Change what it observes, ring, and see where it lands.</p>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => add(String(form.get('user')), String(form.get('name')), String(form.get('platform'))));
        }}
      >
        <label>User <input name="user" defaultValue="ann" autocomplete="off" required /></label>
        <label>Device <input name="name" defaultValue="laptop" autocomplete="off" required /></label>
        <label>Platform <select name="platform">{['desktop', 'web', 'ios', 'android', 'tv'].map(each => <option key={each}>{each}</option>)}</select></label>
        <button>Add a device</button>
        <button type="button" class="quiet" onClick={() => void run(async () => { add('ann', 'laptop', 'desktop'); add('ann', 'phone', 'ios'); add('ann', 'tv', 'tv'); })}>Ann with three devices</button>
      </form>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => {
            const at = Date.now();
            const answer = await api.send<{ id: string }>('POST', 'v1/notify', { to: { user: form.get('to') }, title: form.get('title'), priority: form.get('priority') });
            mark({ id: answer.id, at });
          });
        }}
      >
        <label>To <input name="to" defaultValue="ann" autocomplete="off" required /></label>
        <label>Title <input name="title" defaultValue="Lunch?" required /></label>
        <label>Priority <select name="priority">{['low', 'normal', 'high', 'critical'].map(each => <option key={each} selected={each === 'normal'}>{each}</option>)}</select></label>
        <button>Ring</button>
        {sent && <a href={link('why', sent.id)}>Why did it go where it went?</a>}
      </form>
      {said}
      {devices.length === 0 ? (
        <Empty><p>No device yet. Add one, or begin with Ann and her three.</p></Empty>
      ) : (
        <ul class="devices">
          {devices.map(each => <li key={`${each.user}/${each.name}`}><Device made={each} sent={sent} gone={() => { void each.client.close(); set(old => old.filter(other => other !== each)); }} /></li>)}
        </ul>
      )}
    </>
  );
}

function Device({ made, sent, gone }: { made: Made; sent?: { id: string; at: number } | undefined; gone: () => void }) {
  const { client } = made;
  const [, draw] = useState(0);
  const [seen, see] = useState<{ id: string; ms: number; ring: boolean }>();
  const latest = useRef(sent);
  latest.current = sent;
  useEffect(() => {
    const stops = [
      client.subscribe(() => draw(n => n + 1)),
      client.on('ping', ping => {
        const at = Date.now();
        // The answer of the API may come after the frame.
        setTimeout(() => latest.current?.id === ping.id && see({ id: ping.id, ms: at - latest.current.at, ring: ping.ring }), 200);
      }),
    ];
    return () => stops.forEach(stop => stop());
  }, [client]);
  const { state } = client;
  return (
    <article class={state.shown.some(ping => ping.ring) ? 'rings' : ''}>
      <header>
        <strong>{made.name}</strong> <small>of {made.user}, {made.platform}</small>
        <span>{state.link.phase === 'live' ? `live by ${state.link.transport}` : state.link.phase}</span>
        <button type="button" class="quiet" onClick={gone}>Remove</button>
      </header>
      <Switches client={client} />
      {seen && <p>Last ping {seen.ms} ms after it was sent{seen.ring ? ', ringing' : ', silently'}.</p>}
      <ul aria-label={`Shown on ${made.name}`}>{state.shown.map(ping => <Shown key={ping.id} ping={ping} />)}</ul>
    </article>
  );
}

function Shown({ ping }: { ping: Ping }) {
  return (
    <li>
      {ping.ring && <span aria-label="rings">♪ </span>}<strong>{ping.title}</strong>{' '}
      <button type="button" class="quiet" onClick={() => void ping.seen()}>Seen</button>
      <button type="button" class="quiet" onClick={() => void ping.acted()}>Act</button>
      <button type="button" class="quiet" onClick={() => void ping.dismissed()}>Dismiss</button>
      <a href={link('why', ping.id)}>why here</a>
    </li>
  );
}

function Switches({ client }: { client: Oneping }) {
  const [facts, set] = useState({ visible: true, focused: true, locked: false, typing: false, in_call: false, presenting: false, dnd: false, idle: 0, battery: 80, wifi: true });
  const change = (part: Partial<typeof facts>) => {
    const now = { ...facts, ...part };
    set(now);
    const { visible, focused, typing, in_call, presenting, dnd } = now;
    const observed: Observations = {
      attention: { visible, focused, typing, in_call, presenting, dnd, idle_ms: now.idle * 1000, screen: now.locked ? 'locked' : 'unlocked' },
      battery: { level: now.battery / 100, charging: false },
      network: { type: now.wifi ? 'wifi' : 'cellular', metered: !now.wifi },
    };
    client.report(observed);
  };
  return (
    <div class="switches">
      {(['visible', 'focused', 'locked', 'typing', 'in_call', 'presenting', 'dnd', 'wifi'] as const).map(flag => (
        <label class="check" key={flag}><input type="checkbox" checked={facts[flag]} onChange={event => change({ [flag]: event.currentTarget.checked })} /> {flag.replace('_', ' ')}</label>
      ))}
      <label>Last input {facts.idle} s ago <input type="range" min={0} max={1800} step={10} value={facts.idle} onInput={event => change({ idle: Number(event.currentTarget.value) })} /></label>
      <label>Battery {facts.battery} % <input type="range" min={1} max={100} value={facts.battery} onInput={event => change({ battery: Number(event.currentTarget.value) })} /></label>
    </div>
  );
}

