/** A user: devices with the evidence of each, how they can be reached now, and what one may do for them. */
import { useState } from 'preact/hooks';
import { Copy, Empty, Failed, Loaded, Mark, Table, Time, link, useAction, useApi, useLoad, useMay } from './parts.js';
import type { ListedUser, Notification, Page, Presence, Reach } from './types.js';
import { because } from './verdict.js';

export function People({ user }: { user?: string | undefined }) {
  return (
    <>
      <h1>{user ?? 'People'}</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          location.hash = link('people', String(new FormData(event.currentTarget).get('user')).trim());
        }}
      >
        <label class="wide">User <input name="user" defaultValue={user ?? ''} key={user} autocomplete="off" spellcheck={false} required /></label>
        <button>Open</button>
      </form>
      {user ? <One key={user} user={user} /> : <Everybody />}
    </>
  );
}

/** All users by name, a page at a time. */
function Everybody() {
  const api = useApi();
  const [query, ask] = useState({ prefix: '', online: '' });
  const [pages, turn] = useState<readonly string[]>(['']);
  const after = pages.at(-1)!;
  const page = useLoad(() => api.get<Page<ListedUser>>(`v1/users?${new URLSearchParams({ limit: '50', ...(query.prefix && { prefix: query.prefix }), ...(query.online && { online: query.online }), ...(after && { after }) })}`), [query, after]);
  const change = (next: Partial<typeof query>) => {
    ask({ ...query, ...next });
    turn(['']);
  };
  return (
    <section aria-labelledby="everybody">
      <h2 id="everybody">All users</h2>
      <div class="row">
        <label>Name begins with <input value={query.prefix} onChange={event => change({ prefix: event.currentTarget.value.trim() })} autocomplete="off" spellcheck={false} /></label>
        <label>Who <select value={query.online} onChange={event => change({ online: event.currentTarget.value })}><option value="">all</option><option value="true">online</option><option value="false">not online</option></select></label>
      </div>
      <Loaded of={page}>
        {({ data, next_cursor, has_more }) => (
          <>
            {data.length === 0 ? (
              <Empty><p>{has_more ? 'None on this page.' : 'No user matches.'} Whoever has a device, preferences or an address is listed. Connect a device by the SDK, or in the <a href={link('simulator')}>simulator</a>.</p></Empty>
            ) : (
              <Table caption="Users" head={['User', 'Attention', 'Since', 'Online on', 'Devices']}>
                {data.map(each => (
                  <tr key={each.user}>
                    <th scope="row"><a href={link('people', each.user)}>{each.user}</a></th>
                    <td><Mark state={each.online ? each.attention : 'offline'} /></td>
                    <td>{each.since ? <Time at={each.since} /> : '–'}</td>
                    <td>{each.online_devices.join(', ') || '–'}</td>
                    <td>{each.devices}</td>
                  </tr>
                ))}
              </Table>
            )}
            <div class="row">
              {pages.length > 1 && <button type="button" class="quiet" onClick={() => turn(pages.slice(0, -1))}>Previous page</button>}
              {has_more && next_cursor && <button type="button" class="quiet" onClick={() => turn([...pages, next_cursor])}>Next page</button>}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

function One({ user }: { user: string }) {
  const api = useApi();
  const path = `v1/users/${encodeURIComponent(user)}`;
  const presence = useLoad(() => api.get<Presence>(`${path}/presence`), [user]);
  const reach = useLoad(() => api.get<Reach>(`${path}/reachability`), [user]);
  const { run, said } = useAction();
  const again = () => {
    presence.again();
    reach.again();
  };
  const [priority, choose] = useState('normal');
  const maySend = useMay('notify');
  const mayChange = useMay('devices');
  return (
    <>
      <div class="row">
        {maySend && <><label>Priority <select value={priority} onChange={event => choose(event.currentTarget.value)}>{['low', 'normal', 'high', 'critical'].map(each => <option key={each}>{each}</option>)}</select></label>
        <button
          type="button"
          onClick={() =>
            void run(async () => {
              const sent = await api.send<{ id: string }>('POST', 'v1/notify', { to: { user }, title: `A test from the console`, priority });
              location.hash = link('why', sent.id);
            })
          }
        >
          Send a test ping
        </button></>}
        {mayChange && <><button type="button" class="quiet" onClick={() => void run(async () => { await api.send('PUT', `${path}/dnd`, { until: new Date(Date.now() + 3_600_000).toISOString() }); again(); return 'Not disturbed for an hour.'; })}>Do not disturb for 1 h</button>
        <button type="button" class="quiet" onClick={() => void run(async () => { await api.send('PUT', `${path}/dnd`, { until: null }); again(); return 'May be disturbed again.'; })}>End it</button></>}
        <button type="button" class="quiet" onClick={again}>Look again</button>
        <Copy text={api.curl('GET', `${path}/presence`)} label="Copy as curl" />
      </div>
      {said}
      <Loaded of={presence}>{found => <Devices of={found} />}</Loaded>
      {reach.error ? <Failed error={reach.error} /> : reach.value && <Reachable of={reach.value} />}
      <Recent user={user} />
    </>
  );
}

function Devices({ of }: { of: Presence }) {
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      <p>
        <Mark state={of.attention.state} />{of.zone && <> in {of.zone}</>}{of.dnd_until && <>, not to be disturbed until <Time at={of.dnd_until} /></>}
        {of.suspended_until && <>, lost together with others by an outage of the service: counted as present until <Time at={of.suspended_until} /></>}
      </p>
      {of.devices.length === 0 ? (
        <Empty><p>No device was ever seen. Connect one by the SDK, or in the <a href={link('simulator')}>simulator</a>.</p></Empty>
      ) : (
        <Table caption="Devices" head={['Device', 'Online', 'Attention', 'Last input', 'Activity', 'Battery', 'Network']}>
          {of.devices.map(each => (
            <tr key={each.id}>
              <th scope="row">{each.id} <small>{each.kind}, {each.platform}</small></th>
              <td>{each.online ? <>yes, {each.sessions === 1 ? 'one session' : `${each.sessions} sessions`}</> : each.registered ? 'no, registered' : 'no'}</td>
              <td><Mark state={each.attention.state} note={each.attention.confidence === undefined ? '' : `confidence ${Math.round(each.attention.confidence * 100)} %`} /></td>
              <td><Time at={each.last_input_at} /></td>
              <td>{Object.entries(each.activity ?? {}).map(([name, seen]) => `${name.replaceAll('_', ' ')}: ${typeof seen === 'object' ? (seen as { value?: unknown }).value : seen}`).join(', ') || '–'}</td>
              <td>{each.battery?.level === undefined ? '–' : `${Math.round(each.battery.level * 100)} %${each.battery.charging ? ', charging' : ''}`}</td>
              <td>{each.network?.type ?? '–'}{each.network?.metered ? ', metered' : ''}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

const BANDS: Record<string, string> = {
  now: 'is shown at once, and an answer within a minute is likely',
  soon: 'is shown at once',
  later: 'is kept until the user can be reached',
  unlikely: 'is not shown',
};

function Reachable({ of }: { of: Reach }) {
  return (
    <section aria-labelledby="reach">
      <h2 id="reach">How to reach them now</h2>
      <p>A normal notification {BANDS[of.band] ?? of.band}{of.would && of.would.decision !== 'deliver' && <>, because {because(of.would.reason)}</>}.</p>
      {of.targets && of.targets.length > 0 && (
        <Table caption="Targets" head={['Device', 'Chance of an answer', 'Expected after', 'Why']}>
          {of.targets.map(each => (
            <tr key={each.device}>
              <th scope="row">{each.device} <small>{each.online ? 'online' : 'offline'}, <Mark state={each.attention} /></small></th>
              <td><meter min={0} max={1} value={each.chance}>{each.chance}</meter> {Math.round(each.chance * 100)} %</td>
              <td>{each.expected_seconds} s</td>
              <td>{each.fate} {each.reason?.replaceAll('_', ' ')}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Recent({ user }: { user: string }) {
  const page = useLoad(api => api.get<Page<Notification>>(`v1/users/${encodeURIComponent(user)}/notifications?limit=10`), [user]);
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Last notifications</h2>
      <Loaded of={page}>
        {({ data }) =>
          data.length === 0 ? <Empty><p>None yet.</p></Empty> : (
            <ul class="cards">{data.map(each => <li key={each.id}><a class="card" href={link('why', each.id)}><Mark state={each.state} /> {each.content_hidden ? each.id : each.title} <small><Time at={each.created_at} /></small></a></li>)}</ul>
          )
        }
      </Loaded>
    </section>
  );
}
