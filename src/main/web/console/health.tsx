/** Health: what the tenant's notifications came to, the nodes, and what this node counts in its metrics. */
import { useEffect, useState } from 'preact/hooks';
import { Empty, Failed, Loaded, Mark, Table, Time, useApi, useLoad, useMay } from './parts.js';
import type { Me, NodeReport, Page, Stats, Waits } from './types.js';
import { quantile, rows, sum, type Sample } from './metrics.js';

interface Look { at: number; samples: readonly Sample[] }

export function Health() {
  const operator = useMay('operator');
  return (
    <>
      <h1>Health</h1>
      <Tenant />
      <TenantLimits />
      {operator && <Nodes />}
      <ThisNode />
    </>
  );
}

const WINDOWS: Record<string, string> = { '1h': 'the last hour', '24h': 'the last day', '7d': 'the last week' };

/** What became of the notifications of this tenant, on all nodes. */
function Tenant() {
  const [window, choose] = useState('24h');
  const stats = useLoad(api => api.get<Stats>(`v1/stats?window=${window}`), [window]);
  return (
    <section aria-labelledby="tenant">
      <h2 id="tenant">Notifications</h2>
      <div class="row">
        <label>In <select value={window} onChange={event => choose(event.currentTarget.value)}>{Object.entries(WINDOWS).map(([value, name]) => <option key={value} value={value}>{name}</option>)}</select></label>
        <button type="button" class="quiet" onClick={stats.again}>Look again</button>
      </div>
      <Loaded of={stats}>
        {all => (
          <>
            <ul class="numbers">
              <Number name="Accepted" value={all.accepted} series={all.series.map(each => each.accepted)} />
              <Number name="Rings" value={all.rings} series={all.series.map(each => each.rings)} />
              <Number name="Rings for each" value={all.rings_per_notification ?? 0} />
              <Number name="Escalations" value={Object.values(all.escalations).reduce((sum, each) => sum + each, 0)} />
            </ul>
            <Table caption="Times since acceptance" head={['What', 'Count', 'Half within', '95 % within', 'Within 2 min']}>
              {([['First ring', all.first_ring], ['Seen', all.seen], ['Answered', all.answered]] as const).map(([name, waits]) => <Waited key={name} name={name} of={waits} />)}
            </Table>
            <div class="two">
              <Counts title="Ended, by outcome" rows={Object.entries(all.ended)} />
              <Counts title="Held or ended, by reason" rows={Object.entries(all.reasons)} />
              <Counts title="Attempts, by channel" rows={Object.entries(all.attempts)} />
              <Counts title="Escalated, by cause" rows={Object.entries(all.escalations)} />
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

/** The limits that hold for the tenant, and to an administrator how much of each is used. */
function TenantLimits() {
  const me = useLoad(api => api.get<Me>('v1/me'), []);
  const rows = ({ limits, usage }: Me) => limits ? ([
    ['Notifications a day (UTC), which nodes take in blocks', limits.notifications_per_day, usage?.['notifications_today']],
    ['Users', limits.users, usage?.['users']],
    ['Subscriptions', limits.subscriptions, usage?.['subscriptions']],
    ['API keys', limits.keys, usage?.['keys']],
    ['Requests a second, of each key on each node', limits.requests_per_second, undefined],
  ] as const) : [];
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">Limits of the tenant</h2>
      <Loaded of={me}>
        {all => (
          <Table caption="Limits" head={all.usage ? ['What', 'Used', 'Limit'] : ['What', 'Limit']}>
            {rows(all).map(([name, limit, used]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {all.usage && <td>{used === undefined ? '–' : <>{used.toLocaleString()} {used >= limit ? <Mark state="stopped" note="the next is refused" /> : used > 0.8 * limit && <Mark state="nearly used" />}</>}</td>}
                <td>{limit.toLocaleString()}</td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </section>
  );
}

function Waited({ name, of }: { name: string; of: Waits }) {
  const seconds = (value?: number) => (value === undefined ? (of.count === 0 ? '–' : 'over a day') : value < 1 ? `${Math.round(value * 1000)} ms` : value < 120 ? `${value} s` : `${Math.round(value / 60)} min`);
  return (
    <tr>
      <th scope="row">{name}</th><td>{of.count}</td><td>{seconds(of.half_within)}</td><td>{seconds(of.ninety_five_within)}</td>
      <td>{of.within_two_minutes === undefined ? '–' : `${Math.round(of.within_two_minutes * 100)} %`}</td>
    </tr>
  );
}

function Nodes() {
  const nodes = useLoad(api => api.get<Page<NodeReport>>('v1/nodes'), []);
  const late = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`);
  const megabytes = (bytes: number) => Math.round(bytes / 1_048_576);
  return (
    <section aria-labelledby="nodes">
      <h2 id="nodes">Nodes of the service</h2>
      <Loaded of={nodes}>
        {({ data }) => (
          <>
          <p>Late is the longest of the last few minutes: from an event's append until the node read it, and from when a timer was due until the node took it.</p>
          <Table caption="Nodes" head={['Node', 'Version', 'Started', 'Sessions', 'Shards', 'Events late', 'Timers late', 'Memory', 'State']}>
            {data.map(each => (
              <tr key={each.id}>
                <th scope="row">{each.id}</th><td>{each.version}</td><td><Time at={each.started_at} /></td><td>{each.sessions}</td><td>{each.shards}</td>
                <td>{late(each.event_lag_ms)}</td><td>{late(each.timer_lag_ms)}</td>
                <td>{megabytes(each.heap_used)} of {megabytes(each.heap_limit)} MB</td><td>{each.draining ? 'draining' : 'serving'}</td>
              </tr>
            ))}
          </Table>
          </>
        )}
      </Loaded>
    </section>
  );
}

function ThisNode() {
  const api = useApi();
  const [looks, set] = useState<readonly Look[]>([]);
  const [error, fail] = useState<Error>();
  useEffect(() => {
    let stop = false;
    const look = async () => {
      try {
        const text = await (await api.fetch('q/metrics', { headers: { accept: 'text/plain' } })).text();
        if (!stop) fail(undefined);
        if (!stop) set(old => [...old.slice(-60), { at: Date.now(), samples: rows(text) }]);
      } catch (problem) {
        if (!stop) fail(problem as Error);
      }
    };
    void look();
    const timer = setInterval(() => document.visibilityState === 'visible' && void look(), 5_000);
    return () => {
      stop = true;
      clearInterval(timer);
    };
  }, []);
  const last = looks.at(-1);
  if (error && !last) return <><h2>This node</h2><Failed error={error} /><Empty><p>Metrics may be served on a management port of their own; then a scraper has them, and this page cannot.</p></Empty></>;
  if (!last) return <><h2>This node</h2><p aria-busy="true">Loading …</p></>;
  const total = (name: string, labels?: Record<string, string>) => sum(last.samples, name, labels);
  const series = (name: string) => looks.slice(1).map((look, index) => (sum(look.samples, name) - sum(looks[index]!.samples, name)) / ((look.at - looks[index]!.at) / 60_000));
  const ms = (q: number, name: string) => {
    const value = quantile(last.samples, name, q);
    return value === undefined ? '–' : value === Infinity ? 'longer' : value < 1 ? `≤ ${Math.round(value * 1000)} ms` : `≤ ${value} s`;
  };
  const by = (name: string, label: string) => [...new Set(last.samples.filter(each => each.name === name).map(each => each.labels[label] ?? ''))].map(value => [value, sum(last.samples, name, { [label]: value })] as const);
  return (
    <>
      <h2>This node</h2>
      {error && <p class="bad" role="alert">{error.message} What follows is from <Time at={new Date(last.at).toISOString()} />.</p>}
      <ul class="numbers">
        <Number name="Open connections" value={total('oneping_connections')} />
        <Number name="Attempts a minute" value={series('oneping_attempts_total').at(-1)} series={series('oneping_attempts_total')} />
        <Number name="Ended a minute" value={series('oneping_notifications_total').at(-1)} series={series('oneping_notifications_total')} />
        <Number name="Escalations a minute" value={series('oneping_escalations_total').at(-1)} series={series('oneping_escalations_total')} />
      </ul>
      <Table caption="Times" head={['What', 'Half within', '95 % within', '99 % within']}>
        {[['Redis', 'oneping_redis_calls_seconds'], ['Decision', 'oneping_decisions_seconds'], ['First ring', 'oneping_notification_first_ring_seconds'], ['Seen', 'oneping_notification_seen_seconds'], ['Answer', 'oneping_notification_answer_seconds']].map(([name, metric]) => (
          <tr key={name}><th scope="row">{name}</th><td>{ms(0.5, metric!)}</td><td>{ms(0.95, metric!)}</td><td>{ms(0.99, metric!)}</td></tr>
        ))}
      </Table>
      <div class="two">
        <Counts title="Ended, by outcome" rows={by('oneping_notifications_total', 'outcome')} />
        <Counts title="Began to wait, by reason" rows={by('oneping_notifications_held_total', 'reason')} />
        <Counts title="Sent by channels, by outcome" rows={by('oneping_channel_sent_total', 'outcome')} />
        <Counts title="Webhook attempts, by outcome" rows={by('oneping_webhook_attempts_seconds_count', 'outcome')} />
      </div>
    </>
  );
}

function Number({ name, value, series }: { name: string; value?: number | undefined; series?: readonly number[] }) {
  const most = Math.max(1, ...(series ?? []));
  return (
    <li>
      <strong>{value === undefined ? '…' : Math.round(value * 10) / 10}</strong> {name}
      {series && series.length > 1 && <svg class="spark" viewBox={`0 0 ${series.length - 1} 1`} preserveAspectRatio="none" aria-hidden="true"><polyline points={series.map((each, index) => `${index},${1 - each / most}`).join(' ')} /></svg>}
    </li>
  );
}

function Counts({ title, rows: all }: { title: string; rows: readonly (readonly [string, number])[] }) {
  const most = Math.max(1, ...all.map(([, count]) => count));
  return (
    <section>
      <h3>{title}</h3>
      {all.length === 0 ? <p>None.</p> : <ul class="bars">{[...all].sort((a, b) => b[1] - a[1]).map(([name, count]) => <li key={name}><span>{name.replaceAll('_', ' ')}</span> <meter min={0} max={most} value={count}>{count}</meter> {count}</li>)}</ul>}
    </section>
  );
}
