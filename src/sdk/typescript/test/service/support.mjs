// What the tests against a running service share. ONEPING_URL and ONEPING_KEY say where it is and who we are.
import { createServer as createTcp, connect } from 'node:net';

export const url = process.env.ONEPING_URL;
const key = process.env.ONEPING_KEY;

export async function call(method, path, body, credential = key) {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${credential}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

export const tokenFor = async (user, device) => (await call('POST', '/v1/tokens', { user, device })).token;
export const notify = (user, title, more = {}) => call('POST', '/v1/notify', { to: { user }, title, ...more });
export const notification = id => call('GET', `/v1/notifications/${id}`);
export const presence = user => call('GET', `/v1/users/${user}/presence`);

let users = 0;
/** A user whom no other test knows. */
export const someone = () => `sdk-${process.pid}-${++users}`;

/** Waits for something to become true; fails with what it was last. */
export async function until(what, check, { tries = 300, every = 50 } = {}) {
  let last;
  for (let i = 0; i < tries; i++) {
    try {
      last = await check();
      if (last) return last;
    } catch (problem) {
      last = problem;
    }
    await new Promise(resolve => setTimeout(resolve, every));
  }
  throw new Error(`${what} did not happen: ${last}`);
}

/** A TCP proxy that can go black: it keeps connections open, and passes nothing on. */
export async function blackProxy() {
  const target = new URL(url);
  let black = false;
  const sockets = new Set();
  const server = createTcp(client => {
    const service = connect(Number(target.port), target.hostname);
    for (const [from, to] of [[client, service], [service, client]]) {
      sockets.add(from);
      from.on('data', data => black || to.write(data));
      from.on('close', () => black || to.destroy());
      from.on('error', () => {});
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    goBlack: on => (black = on),
    close: () => {
      sockets.forEach(socket => socket.destroy());
      server.close();
    },
  };
}
