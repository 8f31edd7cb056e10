/** Who is there now: people × devices, with rings as they travel. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useFeed } from './events.js';
import { Empty, Mark, link, useApi, useLoad } from './parts.js';
import type { Device, ListedUser, Page, Presence, Summary } from './types.js';

const MOST = 60;

export function Now() {
  const api = useApi();
  const after = useMemo(() => new Date(Date.now() - 3_600_000).toISOString(), []);
  const feed = useFeed({ after });
  const online = useLoad(() => api.get<Page<ListedUser>>(`v1/users?online=true&limit=${MOST}`), []);
  const users = useMemo(() => [...new Set([
    ...feed.events.map(event => event.subject).filter((user): user is string => !!user && !user.startsWith('@')),
    ...(online.value?.data ?? []).map(each => each.user),
  ])].slice(0, MOST), [feed.events, online.value]);
  const [known, know] = useState<ReadonlyMap<string, Presence>>(new Map());
  const newest = feed.events[0]?.id;
  const summary = useLoad(() => api.get<Summary>('v1/presence/summary'), []);
  // The counts are of everybody, not only of those shown; they are read again while something happens.
  useEffect(() => {
    const timer = setTimeout(summary.again, 2_000);
    return () => clearTimeout(timer);
  }, [newest]);

  // A change is a reason to read again those whom the newest events name, at most twice a second.
  useEffect(() => {
    let stop = false;
    const timer = setTimeout(async () => {
      const fresh = new Set(feed.events.slice(0, 40).map(event => event.subject));
      const read = users.filter(user => fresh.has(user) || !known.has(user));
      const found = await Promise.all(read.map(user => api.get<Presence>(`v1/users/${encodeURIComponent(user)}/presence`).catch(() => undefined)));
      if (!stop) know(old => new Map([...old, ...found.flatMap(each => (each ? [[each.user, each] as const] : []))]));
    }, 500);
    return () => {
      stop = true;
      clearTimeout(timer);
    };
  }, [newest, users.length]);

  const rings = new Map(
    feed.events
      .filter(event => event.type === 'notification.delivering' && Date.now() - Date.parse(event.time) < 5_000)
      .map(event => [`${event.subject}/${String(event.data?.device ?? '')}`, event] as const),
  );
  const people = users.map(user => known.get(user)).filter((each): each is Presence => !!each && each.devices.length > 0);
  const count = (state: string) => summary.value?.attention[state] ?? 0;
  return (
    <>
      <h1>Now</h1>
      <p class="row">{['active', 'passive', 'away', 'unknown'].map(state => <span key={state}><Mark state={state} /> {count(state)}</span>)}{summary.value && <span>{summary.value.online} of {summary.value.users} users online</span>}<span>{feed.live ? 'live' : (feed.detail ?? 'connecting …')}</span></p>
      {people.length === 0 ? (
        <Empty><p>Nobody was seen in the last hour. Connect a device in the <a href={link('simulator')}>simulator</a>, or with the SDK.</p></Empty>
      ) : (
        <ul class="tiles">
          {people.map(each => (
            <li key={each.user}>
              <a href={link('people', each.user)}>{each.user}</a> <Mark state={each.attention.state} />
              <ul>{each.devices.map(device => <Tile key={device.id} device={device} rings={rings.has(`${each.user}/${device.id}`)} />)}</ul>
            </li>
          ))}
        </ul>
      )}
      {users.length === MOST && <p>The {MOST} users that were seen last are shown; all are on <a href={link('people')}>People</a>.</p>}
    </>
  );
}

function Tile({ device, rings }: { device: Device; rings: boolean }) {
  const state = device.online ? device.attention.state : 'offline';
  return <li class={`tile ${state}${rings ? ' rings' : ''}`}>{rings && <span aria-label="rings">♪ </span>}{device.id} <small>{device.online ? state : 'offline'}</small></li>;
}
