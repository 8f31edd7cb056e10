/** The event feed, live: pause, filter, look into each. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { follow, type CloudEvent } from './api.js';
import { Copy, Empty, Table, Time, link, useAction, useApi } from './parts.js';
import type { Page } from './types.js';

const KEPT = 500;

/** Follows the feed while the component lives, newest first. Pausing keeps what comes, and shows it later. */
export function useFeed(query: { after: string; types?: string; users?: string }, paused = false) {
  const api = useApi();
  const kept = useRef<CloudEvent[]>([]);
  const [shown, show] = useState<readonly CloudEvent[]>([]);
  const [link, say] = useState<{ live: boolean; detail?: string }>({ live: false });
  const still = useRef(paused);
  still.current = paused;
  useEffect(() => {
    const stop = new AbortController();
    kept.current = [];
    show([]);
    let frame = 0;
    const draw = () => {
      frame = 0;
      if (!still.current) show([...kept.current]);
    };
    void follow(api, query, {
      event: event => {
        kept.current.unshift(event);
        kept.current.length = Math.min(kept.current.length, KEPT);
        frame ||= requestAnimationFrame(draw);
      },
      state: (live, detail) => say({ live, ...(detail !== undefined && { detail }) }),
    }, stop.signal);
    return () => {
      stop.abort();
      cancelAnimationFrame(frame);
    };
  }, [api, JSON.stringify(query)]);
  useEffect(() => {
    if (!paused) show([...kept.current]);
  }, [paused]);
  return { events: shown, waiting: kept.current.length - shown.length, ...link };
}

export function Events() {
  const api = useApi();
  const [query, ask] = useState({ after: new Date(Date.now() - 600_000).toISOString(), types: '', users: '' });
  const [paused, pause] = useState(false);
  const [open, toggle] = useState<string>();
  const asked = { after: query.after, ...(query.types && { types: query.types }), ...(query.users && { users: query.users }) };
  const feed = useFeed(asked, paused);
  const [older, keep] = useState<{ events: readonly CloudEvent[]; next?: string | undefined; over: boolean }>({ events: [], over: false });
  const { run, said } = useAction();
  const shown = [...feed.events.slice(0, 200), ...(feed.events.length > 200 ? [] : older.events)];
  /** Goes back in time, from the oldest that is shown. */
  const goBack = async () => {
    const { after: _, ...same } = asked;
    const from = older.next ?? feed.events.at(-1)?.id;
    const page = await api.get<Page<CloudEvent>>(`v1/events?${new URLSearchParams({ ...same, order: 'newest', limit: '100', ...(from ? { after: from } : {}) })}`);
    keep({ events: [...older.events, ...page.data], next: page.next_cursor, over: !page.has_more });
  };
  return (
    <>
      <h1>Events</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          keep({ events: [], over: false });
          ask({ ...query, types: String(form.get('types')).trim(), users: String(form.get('users')).trim() });
        }}
      >
        <label>Types <input name="types" placeholder="notification.*" defaultValue={query.types} autocomplete="off" /></label>
        <label>Users <input name="users" placeholder="ann,ben" defaultValue={query.users} autocomplete="off" /></label>
        <button>Filter</button>
        <button type="button" class="quiet" aria-pressed={paused} onClick={() => pause(!paused)}>{paused ? `Go on${feed.waiting > 0 ? ` (${feed.waiting} more)` : ''}` : 'Pause'}</button>
        <Copy text={api.curl('GET', `v1/events/stream?${new URLSearchParams(asked)}`)} label="Copy as curl" />
      </form>
      <p>{feed.live ? 'Live, from ten minutes ago on.' : feed.detail ? `Not connected: ${feed.detail}` : 'Connecting …'}</p>
      {said}
      {shown.length === 0 ? (
        <Empty><p>Nothing happened in the last ten minutes. Events appear here as they come; <a href={link('simulator')}>the simulator</a> makes some.</p></Empty>
      ) : (
        <Table caption="Events, the newest first" head={['Time', 'Type', 'User', 'Data']}>
          {shown.map(event => (
            <tr key={event.id}>
              <td><Time at={event.time} /></td>
              <td>{event.type}</td>
              <td>{event.subject && <a href={link('people', event.subject)}>{event.subject}</a>}</td>
              <td>
                <button type="button" class="quiet" aria-expanded={open === event.id} onClick={() => toggle(open === event.id ? undefined : event.id)}>{short(event)}</button>
                {typeof event.data?.notification === 'string' && <> <a href={link('why', event.data.notification)}>why</a></>}
                {open === event.id && <pre tabIndex={0}>{JSON.stringify(event, null, 2)}</pre>}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {feed.events.length <= 200 && !older.over && <button type="button" class="quiet" onClick={() => void run(goBack)}>Show older events</button>}
      {older.over && <p>The log holds nothing older that matches.</p>}
    </>
  );
}

function short(event: CloudEvent): string {
  const words = Object.entries(event.data ?? {}).filter(([name, value]) => name !== 'notification' && typeof value !== 'object').map(([name, value]) => `${name} ${String(value)}`);
  return words.slice(0, 3).join(', ') || 'look';
}

