/** The sentence of each kind of story, from stories that the service made. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { oneping } from '../../sdk/typescript/src/index.js';
import type { Explanation, Notification, Story } from '../../main/web/console/types.js';
import { because, verdict } from '../../main/web/console/verdict.js';
import { call, until, url } from './service.js';

const RULES = `
language: 1
name: stories
preferences:
  - rule: noise_is_never_shown
    when: notification.category == "noise"
    then: suppress
  - rule: category_muted
    when: user.category_muted
    then: suppress
quiet:
  - rule: quiet_hours
    when: user.in_quiet_hours
    then: hold
    until: quiet_hours_end
    at_most: 24h
limits:
  - rule: one_a_day
    when: notification.category == "budget"
    budget: 1
    every: 1d
    then: suppress
policies:
  default:
    steps:
      - to: next_device
        repeat: 5
    ack_window: {low: 1h, normal: 1h, high: 1h, critical: 1h}
    ring: [low, normal, high, critical]
  once:
    steps:
      - to: next_device
        repeat: 5
    ack_window: {low: 1h, normal: 1h, high: 1h, critical: 1h}
    afterwards: exhaust
    ring: [low, normal, high, critical]
  text:
    steps:
      - to: {channel: sms}
    ack_window: {low: 1h, normal: 1h, high: 1h, critical: 1h}
    afterwards: exhaust
    ring: [low, normal, high, critical]
otherwise: hold
`;

const gateway = createServer((request, response) => request.resume().on('end', () => response.writeHead(400).end('unknown number')));
const clients: ReturnType<typeof oneping>[] = [];

before(async () => {
  await call('PUT', 'v1/rules', RULES);
  await new Promise<void>(done => gateway.listen(0, '127.0.0.1', done));
  await call('PUT', 'v1/channels/sms', { url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/` });
});

after(async () => {
  for (const client of clients) await client.close();
  await call('DELETE', 'v1/rules');
  await call('DELETE', 'v1/channels/sms');
  gateway.close();
});

test('held by quiet hours: names the rule and its end', async () => {
  const hour = new Date().getUTCHours();
  const at = (shift: number) => `${String((hour + shift + 24) % 24).padStart(2, '0')}:00`;
  await call('PUT', 'v1/users/quiet/preferences', { zone: 'UTC', quiet_hours: { from: at(-1), to: at(2) } });
  const said = await told({ to: { user: 'quiet' }, title: 'Order 8731' }, 'held');
  assert.match(said.sentence, /“Order 8731” waits because the rule quiet_hours on quiet times says so, until .+, by rules stories@/);
  assert.equal(said.tone, 'waits');
  assert.equal(said.gates.find(gate => gate.stage === 'quiet')?.state, 'stopped');
  assert.equal(said.gates.find(gate => gate.stage === 'scores')?.state, 'not_reached');
});

test('no device: says so', async () => {
  const said = await told({ to: { user: 'nowhere' }, title: 'Anybody?' }, 'held');
  assert.match(said.sentence, /“Anybody\?” waits because no device of the user is online/);
});

test('suppressed by a rule: names it, and never calls it a failure', async () => {
  const said = await told({ to: { user: 'calm' }, title: 'Psst', category: 'noise' }, 'suppressed');
  assert.match(said.sentence, /“Psst” was decided not to be shown, because the rule noise_is_never_shown on preferences says so, by rules stories@/);
  assert.doesNotMatch(said.sentence, /fail|error/i);
});

test('suppressed by a preference: names the rule that honors it', async () => {
  await call('PUT', 'v1/users/picky/preferences', { categories: { ads: { muted: true } } });
  const said = await told({ to: { user: 'picky' }, title: 'Sale', category: 'ads' }, 'suppressed');
  assert.match(said.sentence, /because the rule category_muted on preferences says so/);
});

test('suppressed by a budget: names the limit', async () => {
  await connect('thrifty', 'laptop');
  await told({ to: { user: 'thrifty' }, title: 'First', category: 'budget' }, 'delivering');
  const said = await told({ to: { user: 'thrifty' }, title: 'Second', category: 'budget' }, 'suppressed');
  assert.match(said.sentence, /because the rule one_a_day \(a budget\) says so/);
});

test('escalated: counts the rings and names the places', async () => {
  const first = await connect('mover', 'first');
  await connect('mover', 'second');
  const { id } = await call<{ id: string }>('POST', 'v1/notify', { to: { user: 'mover' }, title: 'Catch' });
  const begun = await until(() => call<Notification>('GET', `v1/notifications/${id}`), each => each.state === 'delivering');
  const device = begun.target!.device!;
  await clients.find(each => names.get(each) === `mover/${device}`)!.close();
  void first;
  await until(() => call<Notification>('GET', `v1/notifications/${id}`), each => each.attempts.length === 2);
  const said = await verdictOf(id);
  assert.match(said.sentence, /“Catch” is on (first|second), and waits for an answer until .+\(2 rings, on (first, second|second, first)\); (first|second) went offline, by rules stories@/);
});

test('expired: tells when, and what it waited for', async () => {
  const said = await told({ to: { user: 'gone' }, title: 'Late', expires_in: '1s' }, 'expired');
  assert.match(said.sentence, /“Late” expired at .+ without an answer, without a ring; before, it waited because no device of the user is online/);
  assert.equal(said.tone, 'over');
});

test('a channel refused: the story ends, and says that nobody was reached', async () => {
  await call('PUT', 'v1/users/texter/channels/sms', { address: '+49 151 0000000' });
  const said = await told({ to: { user: 'texter' }, title: 'Text', policy: 'text' }, 'exhausted');
  assert.match(said.sentence, /“Text” ended without an answer, because every round of the policy is over without an answer \(one ring, on sms\); sms refused it, by rules stories@/);
});

test('answered: tells where and how soon', async () => {
  const client = await connect('prompt', 'laptop');
  client.on('ping', ping => void ping.acted());
  const said = await told({ to: { user: 'prompt' }, title: 'Now' }, 'acted');
  assert.match(said.sentence, /“Now” was acted on, on laptop, .+ after it was sent \(one ring, on laptop\)/);
  assert.equal(said.tone, 'good');
});

test('cancelled: says by what', async () => {
  const { id } = await call<{ id: string }>('POST', 'v1/notify', { to: { user: 'nowhere' }, title: 'Never mind' });
  await call('DELETE', `v1/notifications/${id}`);
  const said = await verdictOf(id);
  assert.match(said.sentence, /“Never mind” was cancelled by the app, without a ring\./);
});

test('replaced: says that a newer one took its place', async () => {
  const { id } = await call<{ id: string }>('POST', 'v1/notify', { to: { user: 'nowhere' }, title: 'One', collapse_key: 'order' });
  await call('POST', 'v1/notify', { to: { user: 'nowhere' }, title: 'Two', collapse_key: 'order' });
  assert.match((await verdictOf(id)).sentence, /“One” was cancelled by a newer one with the same collapse key/);
});

test('a code of the service is never told as a rule, and a rule may have any name', () => {
  const explained = (stage: string, reason: string, rule?: string): Explanation => ({ rules: 'stories@1', at: '2026-01-01T00:00:00Z', stages: [{ stage, reason, rules: rule ? [{ rule, verdict: 'matched' }] : [] }], candidates: [], failures: 0 });
  assert.equal(because('quiet_hours', explained('quiet', 'quiet_hours', 'quiet_hours')), 'the rule quiet_hours on quiet times says so');
  assert.equal(because('constructor', explained('quiet', 'constructor', 'constructor')), 'the rule constructor on quiet times says so');
  assert.equal(because('presumed_seen', explained('pick', 'best')), 'the user has probably seen it: a device that showed it was in use');
  assert.equal(because('some_new_code', explained('pick', 'best')), 'of some new code');
});

test('the key of a link that is none says so, instead of doubting the service', async () => {
  Object.assign(globalThis, { location: { href: `${url}/console/` } });
  const { Api } = await import('../../main/web/console/api.js');
  await assert.rejects(new Api('ключ').get('v1/me'), /not an API key/);
});

const names = new Map<ReturnType<typeof oneping>, string>();

async function connect(user: string, device: string) {
  const client = oneping({ url, device, token: async () => (await call<{ token: string }>('POST', 'v1/tokens', { user, device })).token });
  clients.push(client);
  names.set(client, `${user}/${device}`);
  client.report({ attention: { visible: true, focused: true, idle_ms: 0 } });
  client.connect();
  await until(async () => client.state.link.phase, phase => phase === 'live');
  return client;
}

async function told(notification: object, state: string) {
  const { id } = await call<{ id: string }>('POST', 'v1/notify', notification);
  const found = await until(() => call<Notification>('GET', `v1/notifications/${id}`), each => each.state === state);
  assert.equal(found.state, state);
  return verdictOf(id);
}

async function verdictOf(id: string) {
  const [notification, story] = await Promise.all([call<Notification>('GET', `v1/notifications/${id}`), call<Story>('GET', `v1/notifications/${id}/trace`)]);
  return verdict(notification, story, new Date());
}
