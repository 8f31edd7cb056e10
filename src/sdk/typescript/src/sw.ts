/// <reference lib="webworker" />
import type { AckKind } from './wire.js';
import { indexedDb } from './web/outbox.js';

/** A notification as a push carries it: a `notify` frame, cut to what push services take. */
export interface PushedPing {
  id: string;
  title: string;
  body?: string;
  data?: unknown;
  category?: string;
  priority?: string;
  ring?: boolean;
  /** Good for acks of this notification until it ends; needs no token. */
  ack_ticket?: string;
  /** Whether something was left out, to be fetched by id. */
  cut?: boolean;
}

export interface Serving {
  /** Where the service is. */
  url: string | URL;
  /** How one is shown; title, body and tag are filled in. */
  show?: (ping: PushedPing) => NotificationOptions;
  /** Where a click leads. */
  open: (ping: PushedPing) => string;
}

type Worker = Pick<ServiceWorkerGlobalScope, 'addEventListener' | 'clients' | 'registration'>;

/**
 * Serves pushes inside the app's own service worker: shows every one (browsers take the subscription away from an app that does
 * not), acks by the ticket in it, and brings a click to an open tab, or opens one. Pushes that are not of oneping are left to the app.
 */
export function serve(how: Serving, worker: Worker = globalThis as unknown as Worker): void {
  worker.addEventListener('push', event => {
    const pushed = read(event.data);
    if (pushed === 'foreign') return;
    event.stopImmediatePropagation();
    event.waitUntil(pushed === 'malformed' ? showSomething(worker) : pushed.type === 'retract' ? takeAway(worker, pushed.id) : show(worker, how, pushed));
  });
  worker.addEventListener('notificationclick', event => {
    const ping = event.notification.data?.oneping as PushedPing | undefined;
    if (!ping) return;
    event.notification.close();
    event.waitUntil(Promise.all([ack(how, ping, 'acted'), focus(worker, new URL(how.open(ping), worker.registration.scope))]));
  });
  worker.addEventListener('notificationclose', event => {
    const ping = event.notification.data?.oneping as PushedPing | undefined;
    if (ping) event.waitUntil(ack(how, ping, 'dismissed'));
  });
}

type Frame = PushedPing & { type?: string };

function read(data: PushMessageData | null): Frame | 'malformed' | 'foreign' {
  try {
    const frame = data?.json() as Frame | { oneping?: Frame } | undefined;
    const ping = frame && 'oneping' in frame ? frame.oneping : (frame as Frame | undefined);
    if (ping?.id?.startsWith('ntf_')) return ping;
    return frame === undefined ? 'malformed' : 'foreign';
  } catch {
    return 'malformed';
  }
}

async function show(worker: Worker, how: Serving, ping: Frame): Promise<void> {
  await worker.registration.showNotification(ping.title ?? 'New notification', {
    ...(ping.body !== undefined && { body: ping.body }),
    silent: ping.ring === false,
    // What was shown without sound before must still sound when it rings.
    ...(ping.ring === true && { renotify: true }),
    ...how.show?.(ping),
    tag: ping.id,
    data: { ...(how.show?.(ping).data as object | undefined), oneping: ping },
  });
  await ack(how, ping, 'received');
  for (const tab of await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })) tab.postMessage({ oneping: 'push', id: ping.id });
}

function showSomething(worker: Worker): Promise<void> {
  return worker.registration.showNotification('New notification', { tag: 'oneping' });
}

/** A push that shows nothing costs the subscription, so a replacement is shown for a moment where nothing is left. */
async function takeAway(worker: Worker, id: string): Promise<void> {
  const shown = await worker.registration.getNotifications();
  shown.filter(one => one.tag === id).forEach(one => one.close());
  if (shown.some(one => one.tag !== id)) return;
  await worker.registration.showNotification('Up to date', { tag: 'oneping-done', silent: true });
  (await worker.registration.getNotifications({ tag: 'oneping-done' })).forEach(one => one.close());
}

async function ack(how: Serving, { id, ack_ticket }: PushedPing, kind: AckKind): Promise<void> {
  if (ack_ticket === undefined) return keep(id, kind);
  try {
    const answer = await fetch(new URL(`/v1/notifications/${id}/ack`, how.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${ack_ticket}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ack: kind }),
      keepalive: true,
    });
    if (!answer.ok && answer.status >= 500) await keep(id, kind);
  } catch {
    await keep(id, kind);
  }
}

/** For the page, which sends what its outbox holds when it connects. */
async function keep(id: string, kind: AckKind): Promise<void> {
  if (kind !== 'received') await indexedDb().add({ id, kind });
}

async function focus(worker: Worker, url: URL): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = tabs.find(tab => new URL(tab.url).pathname === url.pathname) ?? tabs.find(tab => new URL(tab.url).origin === url.origin);
  if (!open) return void (await worker.clients.openWindow(url));
  await open.focus();
  if (open.url !== url.href) await open.navigate(url).catch(() => null);
}
