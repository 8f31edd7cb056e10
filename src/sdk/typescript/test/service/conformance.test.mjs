// The conformance scenarios, run by the TypeScript client over each transport.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { memoryOutbox, oneping } from '../../dist/index.js';
import { call, notification, notify, presence, someone, tokenFor, until, url } from './support.mjs';

const { scenarios } = JSON.parse(readFileSync(process.env.ONEPING_SCENARIOS ?? '../conformance/scenarios.json', 'utf8'));
const transports = ['stream', 'poll', ...(globalThis.WebSocket ? ['websocket'] : [])];

/** A proxy that can go black and cut. */
async function proxy() {
  const target = new URL(url);
  let black = false;
  let sockets = [];
  const server = createServer(client => {
    const service = connect(Number(target.port), target.hostname);
    sockets.push(client, service);
    for (const [from, to] of [[client, service], [service, client]]) {
      from.on('data', data => black || to.write(data));
      from.on('close', () => black || to.destroy());
      from.on('error', () => {});
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    sockets.forEach(socket => socket.destroy());
    sockets = [];
  };
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    black: () => (black = true),
    cut: () => {
      drop();
      black = false;
    },
    close: () => {
      drop();
      server.close();
    },
  };
}

async function play({ steps }, transport) {
  const user = someone();
  const way = await proxy();
  const ids = new Map();
  const announced = [];
  const retracted = [];
  let tokens = 0;
  let me;
  const names = list => list.map(id => [...ids].find(([, one]) => one === id)?.[0]);
  const id = step => ids.get(step.of);

  const acts = {
    connect: step => {
      const token = async () => (tokens++, step.token === 'bad' ? `bad-${tokens}` : tokenFor(user, 'd'));
      me = oneping({ url: way.url, device: 'd', token, transports: [transport], outbox: memoryOutbox() });
      me.on('ping', ping => announced.push(ping.id));
      me.on('retract', gone => retracted.push(gone.id));
      me.connect();
    },
    notify: async ({ do: _, as, title, ...more }) => ids.set(as, (await notify(user, title, more)).id),
    cancel: step => call('DELETE', `/v1/notifications/${id(step)}`),
    // Over a dead path it takes its time; the scenario goes on meanwhile.
    answer: step => void me.answer(id(step), step.kind),
    nack: step => me.state.shown.find(ping => ping.id === id(step)).cannotShow(),
    close: () => me.close(),
    black: () => way.black(),
    cut: () => {
      way.cut();
      me.areYouThere();
    },
  };
  const devices = async () => (await presence(user)).devices.filter(device => device.online).length;
  const waits = {
    live: () => me.state.link.phase === 'live',
    refused: () => me.state.link.phase === 'refused',
    ping: step => announced.includes(id(step)),
    retract: step => retracted.includes(id(step)),
    received: async step => JSON.stringify(await notification(id(step))).includes('received'),
    state: async step => (await notification(id(step))).state === step.is,
    left: async step => (await notification(id(step))).state !== 'delivering',
    online: async () => (await devices()) === 1,
    offline: async () => (await devices()) === 0,
    sent: () => me.state.unsent === 0,
  };
  const checks = {
    shown: step => assert.deepEqual(names(me.state.shown.map(ping => ping.id)), step.are),
    announced: step => assert.deepEqual(names(announced), step.are),
    unsent: () => assert.notEqual(me.state.unsent, 0),
    tokens: step => assert.equal(tokens, step.is),
  };
  try {
    for (const step of steps) {
      if (step.do) await acts[step.do](step);
      if (step.await) await until(JSON.stringify(step), () => waits[step.await](step), { tries: 600 });
      if (step.check) await until(JSON.stringify(step), () => (checks[step.check](step), true), { tries: 40 });
    }
  } finally {
    await me?.close();
    way.close();
  }
}

for (const transport of transports) {
  describe(`conformance by ${transport}`, { concurrency: 4 }, () => {
    for (const scenario of scenarios) it(scenario.name, () => play(scenario, transport));
  });
}
