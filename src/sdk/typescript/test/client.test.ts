import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { oneping, type Ping, Refused } from '../src/index.js';
import { fakeService } from '../src/testing.js';

const token = async () => 'any';

describe('client', () => {
  it('should be connected and hear a ping in five lines', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    const pings: Ping[] = [];
    me.on('ping', ping => pings.push(ping));
    me.connect();
    await service.settle();
    const sent = service.notify({ title: 'Lunch?' });
    await service.settle();

    assert.equal(me.state.link.phase, 'live');
    assert.deepEqual(pings.map(ping => ping.title), ['Lunch?']);
    assert.deepEqual(service.received.filter(frame => frame.type === 'ack'), [{ type: 'ack', id: sent.id, kind: 'received' }]);
    assert.equal(me.state.shown.length, 1);
  });

  it('should open nothing when it is made, and one socket however often it connects (P5, P7)', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    await service.advance(60_000);
    assert.equal(service.dials, 0);
    me.connect();
    me.connect();
    await service.settle();
    assert.equal(service.dials, 1);
    await me.close();
    await service.settle();
    assert.equal(service.open, 0);
    assert.deepEqual(service.received.at(-1), { type: 'bye' });
    me.connect();
    await service.settle();
    assert.equal(me.state.link.phase, 'live');
  });

  it('should keep an answer until the service has it, over a dead path', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    me.connect();
    await service.settle();
    service.notify({ id: 'ntf_a' });
    await service.settle();
    service.goBlack(true);
    await me.state.shown[0]!.acted();
    assert.equal(me.state.unsent, 1);
    assert.equal(me.state.shown.length, 0);

    await service.advance(60_000);
    service.goBlack(false);
    await service.advance(60_000);
    const hello = service.received.findLast(frame => frame.type === 'hello');
    assert.deepEqual(hello?.type === 'hello' && hello.acks, [{ id: 'ntf_a', kind: 'acted' }]);
    assert.equal(me.state.unsent, 0);
  });

  it('should send an answer in the tick in which it is given, before it is stored (P27)', async () => {
    const service = fakeService();
    const never = { add: () => new Promise<void>(() => {}), list: () => [], remove: () => {} };
    const me = oneping({ ...service.options, device: 'laptop', token, outbox: never });
    me.connect();
    await service.settle();
    service.notify({ id: 'ntf_a' });
    await service.settle();
    void me.state.shown[0]!.acted();
    await service.settle();
    assert.ok(service.received.some(frame => frame.type === 'ack' && frame.kind === 'acted'));
  });

  it('should resume where it was and show a missed ping once (P1)', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    let pings = 0;
    me.on('ping', () => pings++);
    me.connect();
    await service.settle();
    const one = service.notify();
    await service.settle();
    service.close(1006);
    await service.advance(5_000);
    service.send(one);
    await service.settle();
    const hello = service.received.findLast(frame => frame.type === 'hello');
    assert.deepEqual(hello?.type === 'hello' && hello.resume, { epoch: 'ses_1', offset: 1 });
    assert.equal(pings, 1);
    assert.equal(me.state.link.phase === 'live' && me.state.link.recovered, true);
  });

  it('should fetch one token for fifty who need it, and stop where it is refused (P8)', async () => {
    let calls = 0;
    const service = fakeService();
    const me = oneping({
      ...service.options,
      device: 'laptop',
      token: async () => {
        calls++;
        throw new Refused('signed out');
      },
    });
    me.connect();
    await service.advance(120_000);
    assert.equal(calls, 1);
    assert.deepEqual(me.state.link, { phase: 'refused', code: 4500, detail: 'signed out' });
  });

  it('should reckon ackBy by the clock of this device, a day wrong (P9)', async () => {
    const service = fakeService();
    const wrong = { ...service.options.clock, now: () => service.options.clock.now() + 86_400_000 };
    const me = oneping({ ...service.options, clock: wrong, device: 'laptop', token });
    me.connect();
    await service.settle();
    service.notify({ ack_by: new Date(service.options.clock.now() + 60_000).toISOString() });
    await service.settle();
    assert.equal(me.state.shown[0]!.ackBy.getTime() - wrong.now(), 60_000);
  });

  it('should put a ping with the same collapse key in the place of the older one', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    me.connect();
    await service.settle();
    service.notify({ id: 'ntf_a', collapse_key: 'k' });
    service.notify({ id: 'ntf_b' });
    service.notify({ id: 'ntf_c', collapse_key: 'k' });
    await service.settle();
    assert.deepEqual(me.state.shown.map(ping => ping.id), ['ntf_c', 'ntf_b']);
  });

  it('should sound only while it holds the right, and abort when the ping ends', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    me.connect();
    await service.settle();
    service.notify({ id: 'ntf_a' });
    await service.settle();
    let signal: AbortSignal | undefined;
    const sounded = me.state.shown[0]!.sound(control => void (signal = control));
    await service.settle();
    assert.equal(await sounded, true);
    service.send({ type: 'retract', id: 'ntf_a', reason: 'answered' });
    await service.settle();
    assert.equal(signal?.aborted, true);

    service.notify({ id: 'ntf_b', ring: false });
    await service.settle();
    assert.equal(await me.state.shown[0]!.sound(() => {}), false);
  });

  it('should refuse data that the app cannot prove, and say that it cannot be shown', async () => {
    const service = fakeService();
    const me = oneping({
      ...service.options,
      device: 'laptop',
      token,
      check: data => {
        if (typeof (data as { link?: unknown })?.link !== 'string') throw new Error('no link');
        return data as { link: string };
      },
    });
    me.connect();
    await service.settle();
    service.notify({ id: 'ntf_a', data: {} });
    await service.settle();
    assert.deepEqual(service.received.filter(frame => frame.type === 'nack'), [{ type: 'nack', id: 'ntf_a' }]);
    assert.equal(me.state.shown.length, 0);
  });

  it('should come back although its timer rang a fraction of a millisecond early', async () => {
    const service = fakeService();
    const { clock } = service.options;
    const early = { now: () => Math.floor(clock.now()), later: (run: () => void, ms: number) => clock.later(run, Math.max(0, ms - 0.6)) };
    const me = oneping({ ...service.options, clock: early, random: () => 0.4173, device: 'laptop', token });
    me.connect();
    await service.settle();
    service.close(1006);
    await service.advance(5_000);
    assert.equal(me.state.link.phase, 'live');
  });

  it('should leave nothing behind after a thousand connects and closes (P13)', async () => {
    const service = fakeService();
    const me = oneping({ ...service.options, device: 'laptop', token });
    for (let i = 0; i < 1_000; i++) {
      me.connect();
      await new Promise(setImmediate);
      await me.close();
    }
    await service.settle();
    assert.equal(service.open, 0);
    assert.equal(me.state.link.phase, 'closed');
  });
});
