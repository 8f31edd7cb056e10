// The program that a team would build itself: it stores each message in Redis with an expiry, logs it, and sends it to the
// user's devices by Socket.IO. One process; the adapter lets others join. Ends with its standard input.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const { REDIS_URL, API_KEY, PORT } = process.env;
const LOG = 'log';
const LOG_LENGTH = 100_000;
const PRESENCE_SECONDS = 90;
const BODY_LIMIT = 64 * 1024;

const redis = await createClient({ url: REDIS_URL }).connect();
const [publisher, subscriber] = await Promise.all([redis.duplicate().connect(), redis.duplicate().connect()]);

const http = createServer((request, response) => {
  route(request, response).catch((failure) => {
    console.error(failure);
    answer(response, 500, { detail: 'internal error' });
  });
});
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  adapter: createAdapter(publisher, subscriber),
});

async function route(request, response) {
  if (request.method !== 'POST' || request.url !== '/notify') {
    return answer(response, 404, { detail: 'not found' });
  }
  if (request.headers.authorization !== `Bearer ${API_KEY}`) {
    return answer(response, 401, { detail: 'the key is wrong' });
  }
  let message;
  try {
    message = JSON.parse(await read(request));
  } catch {
    return answer(response, 400, { detail: 'the body is not JSON' });
  }
  if (!message?.to?.user || !message.title) {
    return answer(response, 400, { detail: 'a message needs to.user and title' });
  }
  await notify(message, response);
}

async function notify(message, response) {
  const user = message.to.user;
  const id = randomUUID();
  const presence = await redis.hGetAll(presenceOf(user));
  const online = Object.keys(presence).length > 0;
  const state = online ? 'delivering' : 'waiting';
  await redis
    .multi()
    .hSet(`message:${id}`, { state, user, document: JSON.stringify(message) })
    .expire(`message:${id}`, 600)
    .xAdd(LOG, '*', { type: state, id, user }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: LOG_LENGTH } })
    .execAsPipeline();
  if (online) {
    io.to(user).emit('notify', { id, title: message.title, body: message.body, priority: message.priority });
  }
  answer(response, 202, { id, state });
}

io.on('connection', async (socket) => {
  const { user, device } = socket.handshake.auth;
  socket.join(user);
  socket.on('report', (report) => present(user, device, report));
  socket.on('ack', ({ id, kind }) => {
    redis
      .multi()
      .hSet(`message:${id}`, { state: kind, by: device })
      .xAdd(LOG, '*', { type: kind, id, user }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: LOG_LENGTH } })
      .execAsPipeline()
      .catch(console.error);
  });
  const renewing = setInterval(() => redis.expire(presenceOf(user), PRESENCE_SECONDS).catch(console.error), 30_000);
  socket.on('disconnect', () => {
    clearInterval(renewing);
    redis.hDel(presenceOf(user), device).catch(console.error);
  });
});

async function present(user, device, report) {
  await redis
    .multi()
    .hSet(presenceOf(user), device, JSON.stringify({ ...report, at: Date.now() }))
    .expire(presenceOf(user), PRESENCE_SECONDS)
    .execAsPipeline();
  io.to(user).emit('welcome', { device });
}

function presenceOf(user) {
  return `presence:${user}`;
}

function read(request) {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part) => {
      text += part;
      if (text.length > BODY_LIMIT) {
        reject(new Error('the body is too long'));
      }
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

process.stdin.resume().on('end', () => process.exit());
http.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
