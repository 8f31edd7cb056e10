import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initial, type LinkEffect, type LinkEvent, type LinkState, step, timing } from '../src/link.js';
import type { TransportName, Welcome } from '../src/wire.js';

const ways: TransportName[] = ['websocket', 'stream', 'poll'];

/** Plays events, and remembers every effect. */
class Play {
  state: LinkState = initial;
  effects: LinkEffect[] = [];
  now = 1_000_000;
  random = 0.5;

  do(event: LinkEvent): LinkEffect[] {
    const [state, effects] = step(this.state, event, this.now, this.random, ways);
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }

  /** Until the dial. */
  dial(): void {
    this.do({ type: 'token', dial: this.state.dial });
  }

  live(resume?: Welcome['resume']): void {
    this.dial();
    this.do({ type: 'frame', dial: this.state.dial, frame: welcome(resume) });
  }

  lose(code?: number): void {
    this.do({ type: 'lost', dial: this.state.dial, ...(code !== undefined && { code }) });
  }

  timer(): LinkEffect[] {
    this.now = Math.max(this.now, this.state.due ?? this.now);
    return this.do({ type: 'timer' });
  }

  count(type: LinkEffect['type']): number {
    return this.effects.filter(effect => effect.type === type).length;
  }
}

function welcome(resume?: Welcome['resume']): Welcome {
  return { type: 'welcome', session: 'ses_1', device: 'd', heartbeat_ms: 25_000, lease_ms: 60_000, server_time: '2026-01-01T00:00:00Z', ...(resume && { resume }) };
}

function connected(): Play {
  const play = new Play();
  play.do({ type: 'connect' });
  play.live({ epoch: 'e1', offset: 0, recovered: false });
  return play;
}

describe('link', () => {
  it('should dial nothing that was not asked for (P5)', () => {
    const play = new Play();
    play.do({ type: 'hidden', hidden: true });
    play.do({ type: 'hidden', hidden: false });
    play.do({ type: 'wake' });
    assert.equal(play.effects.length, 0);

    const closed = connected();
    closed.do({ type: 'close' });
    const before = closed.effects.length;
    closed.do({ type: 'wake' });
    closed.do({ type: 'timer' });
    assert.equal(closed.effects.length, before);
  });

  it('should take a silent peer for dead only after an unanswered ping (P1)', () => {
    const play = connected();
    play.now += 60_000;
    assert.deepEqual(play.do({ type: 'wake' }), [{ type: 'send', frame: { type: 'ping' } }]);
    play.now += timing.proofMs;
    const effects = play.do({ type: 'timer' });
    assert.deepEqual(effects.map(effect => effect.type), ['hang-up', 'token']);
    play.dial();
    const dial = play.effects.findLast(effect => effect.type === 'dial');
    assert.deepEqual(dial?.type === 'dial' && dial.resume, { epoch: 'e1', offset: 0 });
  });

  it('should ask and not close after two hours of sleep (P2)', () => {
    const play = connected();
    play.now += 7_200_000;
    assert.deepEqual(play.do({ type: 'timer' }), [{ type: 'send', frame: { type: 'ping' } }]);
    play.do({ type: 'frame', dial: play.state.dial, frame: { type: 'pong' } });
    assert.equal(play.state.link.phase, 'live');

    play.do({ type: 'wake' });
    play.now += 7_200_000;
    assert.deepEqual(play.do({ type: 'timer' }).map(effect => effect.type), ['send'], 'a late timer while a proof runs asks again');
  });

  it('should need no timer below a minute while hidden (P3)', () => {
    const play = connected();
    play.do({ type: 'hidden', hidden: true });
    play.do({ type: 'frame', dial: play.state.dial, frame: { type: 'pong' } });
    assert.ok(play.state.due! - play.now >= 60_000);
  });

  it('should dial at once when the page returns while it waits, or hangs in a dial (P4)', () => {
    const play = connected();
    play.lose();
    assert.equal(play.state.link.phase, 'waiting');
    assert.equal(play.do({ type: 'wake' })[0]?.type, 'token');
    play.dial();
    play.now += timing.staleDialMs + 1;
    assert.deepEqual(play.do({ type: 'wake' }).map(effect => effect.type), ['hang-up', 'token']);
  });

  it('should come back with an empty resume after it was replaced (P6)', () => {
    const play = connected();
    play.lose(4002);
    play.timer();
    play.dial();
    const dial = play.effects.findLast(effect => effect.type === 'dial');
    assert.deepEqual(dial?.type === 'dial' && dial.resume, {});
  });

  it('should ask for three tokens at most when each is rejected (P8)', () => {
    const play = new Play();
    play.do({ type: 'connect' });
    for (let i = 0; i < 10 && play.state.link.phase === 'connecting'; i++) {
      play.dial();
      play.do({ type: 'lost', dial: play.state.dial, status: 401 });
    }
    assert.equal(play.count('token'), 3);
    assert.equal(play.state.link.phase, 'refused');
  });

  it('should stop for good where the app refuses a token', () => {
    const play = new Play();
    play.do({ type: 'connect' });
    play.do({ type: 'no-token', dial: play.state.dial, final: true, detail: 'signed out' });
    assert.deepEqual(play.state.link, { phase: 'refused', code: 4500, detail: 'signed out' });
  });

  it('should stay with WebSocket where every way is dead, and leave it where another gets through (P21)', () => {
    const dead = new Play();
    dead.do({ type: 'connect' });
    for (let i = 0; i < 3; i++) {
      dead.dial();
      dead.lose(1006);
    }
    dead.timer();
    assert.equal(dead.state.link.phase === 'connecting' && dead.state.link.transport, 'websocket');

    const proxied = new Play();
    proxied.do({ type: 'connect' });
    proxied.dial();
    proxied.lose(1006);
    proxied.live();
    proxied.lose();
    proxied.timer();
    assert.equal(proxied.state.link.phase === 'connecting' && proxied.state.link.transport, 'stream');
  });

  it('should obey goaway and Retry-After, also when the page wakes', () => {
    const play = connected();
    play.do({ type: 'frame', dial: play.state.dial, frame: { type: 'goaway', reconnect_after_ms: 11_250 } });
    play.lose(4001);
    assert.deepEqual(play.state.link, { phase: 'waiting', until: play.now + 11_250, because: 'goaway' });
    assert.equal(play.do({ type: 'wake' }).length, 0);
    assert.equal(play.timer()[0]?.type, 'token');
  });

  it('should never return after a final code', () => {
    for (const code of [4501, 4502, 4503, 4504, 4999]) {
      const play = connected();
      play.lose(code);
      assert.equal(play.state.link.phase, 'refused');
      assert.equal(play.do({ type: 'wake' }).length, 0);
    }
  });

  it('should deliver each numbered frame once', () => {
    const play = connected();
    const notify = { type: 'notify', id: 'ntf_1', attempt: 1, title: 't', category: 'c', priority: 'normal', ring: true, ack_by: '', offset: 1 } as const;
    play.do({ type: 'frame', dial: play.state.dial, frame: notify });
    play.do({ type: 'frame', dial: play.state.dial, frame: notify });
    assert.equal(play.count('deliver'), 1);
    assert.equal(play.state.offset, 1);
  });

  it('should say bye when frozen, and dial when resumed (P26)', () => {
    const play = connected();
    assert.deepEqual(play.do({ type: 'freeze' }), [{ type: 'hang-up', bye: true }]);
    assert.equal(play.do({ type: 'wake' })[0]?.type, 'token');
  });

  it('should spread a thousand clients after a goaway (P22)', () => {
    const due = Array.from({ length: 1_000 }, (_, i) => {
      const play = connected();
      play.random = i / 1_000;
      play.do({ type: 'lost', dial: play.state.dial, status: 503, retryAfterMs: 2_000 });
      return play.state.due! - play.now;
    });
    assert.ok(Math.min(...due) >= 2_000);
    assert.ok(new Set(due.map(ms => Math.floor(ms / 100))).size >= 9);
  });

  it('should keep its promises for any order of events', () => {
    const seed = Number(process.env.SEED ?? 20261130);
    let drawn = seed;
    const random = () => (drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    for (let run = 0; run < 2_000; run++) {
      const play = new Play();
      let open = 0;
      for (let i = 0; i < 40; i++) {
        play.now += random() * 20_000;
        play.random = random();
        const dial = play.state.dial - (random() < 0.2 ? 1 : 0);
        const events: LinkEvent[] = [
          { type: 'connect' }, { type: 'close' }, { type: 'token', dial }, { type: 'wake' }, { type: 'freeze' }, { type: 'timer' },
          { type: 'no-token', dial, final: false, detail: '' },
          { type: 'frame', dial, frame: welcome({ epoch: 'e', offset: 3, recovered: true }) },
          { type: 'frame', dial, frame: { type: 'pong' } },
          { type: 'lost', dial, code: [1006, 4001, 4002, 4003, 4500, 4501][Math.floor(random() * 6)]! },
        ];
        for (const effect of play.do(events[Math.floor(random() * events.length)]!)) {
          if (effect.type === 'dial') open++;
          if (effect.type === 'hang-up') open = 0;
        }
        const { link, wanted, due } = play.state;
        const where = `seed ${seed}, run ${run}, step ${i}`;
        assert.equal(wanted, ['connecting', 'live', 'waiting'].includes(link.phase), where);
        if (link.phase === 'live') assert.ok(due !== undefined, where);
        if (link.phase === 'waiting' && link.because !== 'frozen') assert.equal(due, link.until, where);
        assert.ok(open <= 1 || link.phase === 'connecting' || link.phase === 'live', where);
      }
    }
  });
});
