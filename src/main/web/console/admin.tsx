/** Channels, groups, topics and keys. */
import { useState } from 'preact/hooks';
import { Empty, Loaded, Mark, Table, Time, useAction, useApi, useLoad, useMay } from './parts.js';
import type { Page, Stats } from './types.js';

interface Health { accepted_at?: string; failed_at?: string; reason?: string }
interface Gateway { channel: string; url: string; created: string; health?: Health }
interface BuiltIn { channel: string; configured: boolean; health?: Health }

/** The last results of a channel, in words. */
function Last({ health }: { health?: Health | undefined }) {
  if (!health) return <>nothing sent</>;
  const failing = health.failed_at !== undefined && (health.accepted_at === undefined || health.failed_at > health.accepted_at);
  return (
    <>
      <Mark state={failing ? 'failed' : 'accepted'} />{' '}
      {health.accepted_at && <>last accepted <Time at={health.accepted_at} /></>}
      {health.failed_at && <>{health.accepted_at && ', '}last refused <Time at={health.failed_at} />: {health.reason?.replaceAll('_', ' ')}</>}
    </>
  );
}

export function Channels() {
  const api = useApi();
  const may = useMay('subscriptions');
  const all = useLoad(() => api.get<Page<Gateway> & { built_in: BuiltIn[] }>('v1/channels'), []);
  const stats = useLoad(() => api.get<Stats>('v1/stats?window=24h'), []);
  const { run, said } = useAction();
  const sent = (channel: string) => Object.entries(stats.value?.channels[channel] ?? {}).map(([outcome, count]) => `${count} ${outcome.replaceAll('_', ' ')}`).join(', ') || '–';
  return (
    <>
      <h1>Channels</h1>
      <Loaded of={all}>
        {({ built_in }) => (
          <Table caption="Channels of the service" head={['Channel', 'Configured', 'Lately', 'Last 24 h']}>
            {built_in.map(each => (
              <tr key={each.channel}><th scope="row">{each.channel}</th><td>{each.configured ? 'yes' : 'no'}</td><td><Last health={each.health} /></td><td>{sent(each.channel)}</td></tr>
            ))}
          </Table>
        )}
      </Loaded>
      <h2>Channels of your own</h2>
      <p>An endpoint that sends for you, for example SMS.</p>
      {may && <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => {
            const made = await api.send<{ secret?: string }>('PUT', `v1/channels/${encodeURIComponent(String(form.get('channel')))}`, { url: form.get('url') });
            all.again();
            return made.secret ? `Made. Its secret, shown only now: ${made.secret}` : 'Changed.';
          });
        }}
      >
        <label>Name <input name="channel" placeholder="sms" required /></label>
        <label class="wide">URL <input name="url" type="url" required /></label>
        <button>Save</button>
      </form>}
      {said}
      <Loaded of={all}>
        {({ data }) =>
          data.length === 0 ? <Empty><p>No channel of your own yet.</p></Empty> : (
            <Table caption="Channels" head={['Name', 'URL', 'Since', 'Lately', '']}>
              {data.map(each => (
                <tr key={each.channel}><th scope="row">{each.channel}</th><td>{each.url}</td><td><Time at={each.created} /></td><td><Last health={each.health} /></td><td>{may && <button type="button" class="quiet" onClick={() => void run(async () => { await api.send('DELETE', `v1/channels/${encodeURIComponent(each.channel)}`); all.again(); return 'Removed.'; })}>Remove</button>}</td></tr>
              ))}
            </Table>
          )
        }
      </Loaded>
    </>
  );
}

export function Groups() {
  const api = useApi();
  const groups = useLoad(() => api.get<Page<string | { id: string }>>('v1/groups'), []);
  const topics = useLoad(() => api.get<Page<string | { id: string }>>('v1/topics'), []);
  const [open, show] = useState<{ name: string; members: string[] }>();
  const { run, said } = useAction();
  const name = (each: string | { id: string }) => (typeof each === 'string' ? each : each.id);
  return (
    <>
      <h1>Groups and topics</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => {
            await api.send('PUT', `v1/groups/${encodeURIComponent(String(form.get('group')))}`, { members: String(form.get('members')).split(',').map(each => each.trim()).filter(Boolean) });
            groups.again();
            return 'Saved.';
          });
        }}
      >
        <label>Group <input name="group" placeholder="ops" required /></label>
        <label class="wide">Members <input name="members" placeholder="ann,ben" required /></label>
        <button>Save</button>
      </form>
      {said}
      <Loaded of={groups}>
        {({ data }) => data.length === 0 ? <Empty><p>No group yet. A notification to a group goes to its members, to all or to one who answers.</p></Empty> : (
          <ul>{data.map(each => <li key={name(each)}><button type="button" class="quiet" onClick={() => void run(async () => show({ name: name(each), members: (await api.get<{ members: string[] }>(`v1/groups/${encodeURIComponent(name(each))}`)).members }))}>{name(each)}</button>{open?.name === name(each) && <> {open.members.join(', ')}</>}</li>)}</ul>
        )}
      </Loaded>
      <h2>Topics</h2>
      <Loaded of={topics}>{({ data }) => data.length === 0 ? <Empty><p>No topic has subscribers.</p></Empty> : <ul>{data.map(each => <li key={name(each)}>{name(each)}</li>)}</ul>}</Loaded>
    </>
  );
}

export function Keys() {
  const api = useApi();
  const all = useLoad(() => api.get<Page<{ id: string; name: string; scopes: string[]; created_at: string }>>('v1/api-keys'), []);
  const { run, said } = useAction();
  const scopes = ['notify', 'presence', 'devices', 'subscriptions', 'events', 'rules', 'tokens', 'inspect', 'admin'];
  return (
    <>
      <h1>API keys</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => {
            const made = await api.send<{ key: string }>('POST', 'v1/api-keys', { name: form.get('name'), scopes: form.getAll('scope') });
            all.again();
            return `The key, shown only now: ${made.key}`;
          });
        }}
      >
        <label>Name <input name="name" required /></label>
        <fieldset><legend>Scopes</legend>{scopes.map(each => <label class="check" key={each}><input type="checkbox" name="scope" value={each} /> {each}</label>)}</fieldset>
        <button>Create a key</button>
      </form>
      {said}
      <Loaded of={all}>
        {({ data }) => data.length === 0 ? <Empty><p>No key was made by the API yet; the one that you use came with the service.</p></Empty> : (
          <Table caption="Keys" head={['Name', 'Id', 'Scopes', 'Since', '']}>
            {data.map(each => <tr key={each.id}><th scope="row">{each.name}</th><td>{each.id}</td><td>{each.scopes.join(', ')}</td><td><Time at={each.created_at} /></td><td><button type="button" class="quiet" onClick={() => void run(async () => { await api.send('DELETE', `v1/api-keys/${encodeURIComponent(each.id)}`); all.again(); return 'Revoked.'; })}>Revoke</button></td></tr>)}
          </Table>
        )}
      </Loaded>
    </>
  );
}
