/** Who is there now: people × devices, with rings as they travel. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Problem, type CloudEvent } from './api.js';
import { useFeed } from './events.js';
import { Empty, Mark, link, useApi, useLoad } from './parts.js';
import type { Device, ListedUser, Page, Presence, Summary } from './types.js';

const MOST = 60;

/** What is shown of a user of whom this key may not see more. */
const nobody = (user: string): Presence => ({ user, attention: { state: 'unknown' }, invisible: false, devices: [] });

/** The users that events are about. */
const named = (events: readonly CloudEvent[]) => events.map(event => event.subject).filter((user): user is string => !!user && !user.startsWith('@'));

export function Now() {
  const api = useApi();
  // The newest page tells who was there lately; to follow an hour from its beginning would take minutes on a busy tenant.
  const feed = useFeed({ after: 'latest' });
  const recent = useLoad(() => api.get<Page<CloudEvent>>('v1/events?order=newest&limit=250'), []);
  const online = useLoad(() => api.get<Page<ListedUser>>(`v1/users?online=true&limit=${MOST}`), []);
  const [known, know] = useState<ReadonlyMap<string, Presence>>(new Map());
  const users = useMemo(() => {
    const all = new Set([...named([...feed.events, ...(recent.value?.data ?? [])]), ...(online.value?.data ?? []).map(each => each.user)]);
    const there = new Set(online.value?.data.map(each => each.user));
    const isOnline = (user: string) => known.get(user)?.devices.some(device => device.online) ?? there.has(user);
    return [...[...all].filter(isOnline), ...[...all].filter(user => !isOnline(user))].slice(0, MOST);
  }, [feed.events, recent.value, online.value, known]);
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
      const read = new Set([...named(feed.events.slice(0, 40)), ...users.filter(user => !known.has(user))]);
      const found = await Promise.all([...read].map(user => api.get<Presence>(`v1/users/${encodeURIComponent(user)}/presence`).catch((error: Error) => (error instanceof Problem && error.status > 0 ? nobody(user) : undefined))));
      if (!stop) know(old => new Map([...old, ...found.flatMap(each => (each ? [[each.user, each] as const] : []))]));
    }, 500);
    return () => {
      stop = true;
      clearTimeout(timer);
    };
  }, [newest, users.join()]);

  const rings = new Map(
    feed.events
      .filter(event => event.type === 'notification.delivering' && Date.now() - Date.parse(event.time) < 5_000)
      .map(event => [`${event.subject}/${String(event.data?.device ?? '')}`, event] as const),
  );
  const reading = recent.loading || online.loading || users.some(user => !known.has(user));
  const people = users.map(user => known.get(user)).filter((each): each is Presence => !!each && each.devices.length > 0);
  const count = (state: string) => summary.value?.attention[state] ?? 0;
  return (
    <>
      <h1>Now</h1>
      <p class="row">{['active', 'passive', 'away', 'unknown'].map(state => <span key={state}><Mark state={state} /> {count(state)}</span>)}{summary.value && <span>{summary.value.online} of {summary.value.users} users online</span>}<span>{feed.live ? 'live' : (feed.detail ?? 'connecting …')}</span></p>
      {people.length === 0 && reading ? <p aria-busy={feed.detail ? undefined : true}>{feed.detail ? 'Who is there is not known.' : 'Loading …'}</p> : people.length === 0 ? (
        <Empty><p>Nobody was seen lately. Connect a device in the <a href={link('simulator')}>simulator</a>, or with the SDK.</p></Empty>
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
      {users.length === MOST && <p>{MOST} users are shown, those online first; all are on <a href={link('people')}>People</a>.</p>}
    </>
  );
}

function Tile({ device, rings }: { device: Device; rings: boolean }) {
  const state = device.online ? device.attention.state : 'offline';
  return <li class={`tile ${state}${rings ? ' rings' : ''}`}>{rings && <span aria-label="rings">♪ </span>}{device.id} <small>{device.online ? state : 'offline'}</small></li>;
}
