// The client against a real service, in Node, over each transport.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { oneping } from '../../dist/index.js';
import { server, verifyWebhook } from '../../dist/server.js';
import { blackProxy, call, notification, notify, presence, someone, tokenFor, until, url } from './support.mjs';

// Node 20 has no WebSocket of its own; undici, which is inside it, is not importable. The tests in Chromium cover that transport.
const transports = ['stream', 'poll', ...(globalThis.WebSocket ? ['websocket'] : [])];

function device(user, transport, more = {}) {
  return oneping({ url, device: 'laptop', token: () => tokenFor(user, 'laptop'), transports: [transport], ...more });
}

for (const transport of transports) {
  describe(`client by ${transport}`, () => {
    it('should connect, show a ping, answer it, and be offline at once when closed', async () => {
      const user = someone();
      const me = device(user, transport);
      me.connect();
      await until('the connection', () => me.state.link.phase === 'live');
      assert.equal((await presence(user)).devices[0].online, true);
      const { id } = await notify(user, 'Lunch?');
      const ping = await until('the ping', () => me.state.shown[0]);
      assert.equal(ping.title, 'Lunch?');
      assert.equal(await ping.acted(), 'sent');
      await until('the end', async () => (await notification(id)).state === 'acted');
      await until('the confirmation', () => me.state.unsent === 0);
      await me.close();
      await until('the absence', async () => (await presence(user)).devices.length === 0);
    });

    it('should take away what was cancelled', async () => {
      const user = someone();
      const me = device(user, transport);
      const gone = [];
      me.on('retract', retract => gone.push(retract));
      me.connect();
      await until('the connection', () => me.state.link.phase === 'live');
      const { id } = await notify(user, 'Lunch?');
      await until('the ping', () => me.state.shown[0]);
      await call('DELETE', `/v1/notifications/${id}`);
      await until('the retract', () => gone[0]);
      assert.deepEqual(gone, [{ id, reason: 'by_app' }]);
      assert.equal(me.state.shown.length, 0);
      await me.close();
    });
  });
}

describe('client on a bad path', () => {
  it('should notice a dead path, resume, and show what it missed once (P1)', async () => {
    const user = someone();
    const proxy = await blackProxy();
    after(() => proxy.close());
    const me = device(user, transports.at(-1), { url: proxy.url });
    const pings = [];
    // It may be shown without a sound first: what counts is that it sounds once.
    me.on('ping', ping => ping.ring && pings.push(ping.id));
    me.connect();
    await until('the connection', () => me.state.link.phase === 'live');
    proxy.goBlack(true);
    const { id } = await notify(user, 'Lunch?');
    await until('the suspicion', () => {
      me.areYouThere();
      return me.state.link.phase !== 'live';
    });
    proxy.goBlack(false);
    await until('the ping', () => {
      me.areYouThere();
      return pings.length > 0;
    });
    assert.deepEqual(pings, [id]);
    await me.close();
  });

  it('should stop for good with a token that the service refuses, after three (P8)', async () => {
    let calls = 0;
    const me = oneping({ url, device: 'laptop', token: async () => `bad-${++calls}`, transports: ['poll'] });
    me.connect();
    await until('the refusal', () => me.state.link.phase === 'refused');
    assert.equal(calls, 3);
  });
});

describe('server', () => {
  it('should notify, make tokens, name what is wrong, and repeat without effect', async () => {
    const api = server({ url, key: process.env.ONEPING_KEY });
    const user = someone();
    const one = await api.notify({ to: { user }, title: 'Hello' }, { idempotencyKey: `k-${user}` });
    const two = await api.notify({ to: { user }, title: 'Hello' }, { idempotencyKey: `k-${user}` });
    assert.equal(one.id, two.id);
    assert.match(await api.token(user, 'phone'), /\./);
    await assert.rejects(api.notify({ to: { user } }), { name: 'OnepingProblem', status: 400 });
    await api.cancel(one.id);
    assert.equal((await notification(one.id)).state, 'cancelled');
  });

  it('should verify a webhook by Standard Webhooks, and refuse a changed one', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = '{"test": 2432232314}';
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    const timestamp = '1614265330';
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' };
    assert.deepEqual(await verifyWebhook(secret, headers, body, Infinity), { test: 2432232314 });
    await assert.rejects(verifyWebhook(secret, headers, `${body} `, Infinity), /signature/);
    await assert.rejects(verifyWebhook(secret, headers, body), /time/);
  });
});
