/** Webhooks: endpoints with their health, deliveries with every attempt, and the ways to help oneself. */
import { Copy, Empty, Loaded, Mark, Table, Time, link, useAction, useApi, useLoad } from './parts.js';
import type { Delivery, Page, Subscription } from './types.js';

interface Stats { pending: number; dead: number; succeeded: number; failed: number; succeeded_at?: string; failing_since?: string; failures?: number }

export function Webhooks({ id }: { id?: string | undefined }) {
  return id ? <Endpoint id={id} /> : <All />;
}

function All() {
  const api = useApi();
  const all = useLoad(() => api.get<Page<Subscription>>('v1/subscriptions'), []);
  const { run, said } = useAction();
  return (
    <>
      <h1>Webhooks</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void run(async () => {
            const made = await api.send<Subscription & { secret?: string }>('POST', 'v1/subscriptions', { url: form.get('url'), types: String(form.get('types')).split(',').map(each => each.trim()) });
            all.again();
            return `Made ${made.id}.${made.secret ? ` Its secret, shown only now: ${made.secret}` : ''}`;
          });
        }}
      >
        <label class="wide">URL <input name="url" type="url" placeholder="https://example.com/oneping" required /></label>
        <label>Types <input name="types" defaultValue="notification.*" required /></label>
        <button>Subscribe</button>
      </form>
      {said}
      <Loaded of={all}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty><p>No endpoint yet. A subscription sends each event of its types to a URL of yours, signed, in order, and again until it is taken.</p></Empty>
          ) : (
            <Table caption="Endpoints" head={['Endpoint', 'Types', 'State', 'Since']}>
              {data.map(each => (
                <tr key={each.id}>
                  <th scope="row"><a href={link('webhooks', each.id)}>{each.url}</a> <small>{each.description}</small></th>
                  <td>{each.types.join(', ')}</td>
                  <td><Mark state={each.state} note={each.disabled_reason ?? ''} /></td>
                  <td><Time at={each.created_at} /></td>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
    </>
  );
}

function Endpoint({ id }: { id: string }) {
  const api = useApi();
  const path = `v1/subscriptions/${encodeURIComponent(id)}`;
  const found = useLoad(async () => {
    const [subscription, stats, deliveries] = await Promise.all([api.get<Subscription>(path), api.get<Stats>(`${path}/stats`), api.get<Page<Delivery>>(`${path}/deliveries?limit=50`)]);
    return { subscription, stats, deliveries };
  }, [id]);
  const { run, said } = useAction();
  const act = (label: string, ask: string, after: string, body?: unknown) => (
    <button type="button" class="quiet" onClick={() => void run(async () => { const answer = await api.send<{ secret?: string } | undefined>('POST', `${path}/${ask}`, body ?? {}); found.again(); return `${after}${answer?.secret ? ` The new secret, shown only now: ${answer.secret}` : ''}`; })}>{label}</button>
  );
  return (
    <>
      <h1>Webhook</h1>
      <p><a href={link('webhooks')}>All webhooks</a></p>
      <Loaded of={found}>
        {({ subscription, stats, deliveries }) => (
          <>
            <p><strong>{subscription.url}</strong> <Mark state={subscription.state} note={subscription.disabled_reason ?? ''} /></p>
            <p>{stats.succeeded} taken, {stats.failed} failed attempts, {stats.pending} pending, {stats.dead} given up{stats.failing_since && <>; failing since <Time at={stats.failing_since} /></>}.</p>
            <div class="row">
              {act('Send a test', 'test', 'A test is on its way.')}
              {subscription.state === 'unverified' ? act('Ask for consent again', 'verify', 'Asked.') : subscription.state === 'disabled' || subscription.state === 'paused' ? act('Enable', 'enable', 'Enabled.') : null}
              {act('Rotate the secret', 'rotate-secret', 'Rotated; the old one works for a while.')}
              {act('Recover the last hour', 'recover', 'What failed in the last hour is sent again.', { since: new Date(Date.now() - 3_600_000).toISOString() })}
              <button type="button" class="quiet" onClick={found.again}>Look again</button>
              <Copy text={api.curl('GET', `${path}/deliveries`)} label="Copy as curl" />
            </div>
            {said}
            {deliveries.data.length === 0 ? (
              <Empty><p>Nothing was delivered yet.</p></Empty>
            ) : (
              <Table caption="Deliveries, the newest first" head={['Event', 'State', 'Attempts', '']}>
                {deliveries.data.map(each => (
                  <tr key={each.id}>
                    <th scope="row">{each.type} <small>{each.id}</small></th>
                    <td><Mark state={each.state} />{each.next_at && <small> next <Time at={each.next_at} /></small>}</td>
                    <td><ol>{each.attempts.map(attempt => <li key={attempt.number}><Time at={attempt.at} /> {attempt.outcome}, {attempt.duration_ms} ms {attempt.response && <code>{attempt.response}</code>}</li>)}</ol></td>
                    <td><button type="button" class="quiet" onClick={() => void run(async () => { await api.send('POST', `${path}/deliveries/${encodeURIComponent(each.id)}/resend`, {}); found.again(); return 'Sent again.'; })}>Resend</button></td>
                  </tr>
                ))}
              </Table>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
