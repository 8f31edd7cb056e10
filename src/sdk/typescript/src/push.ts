import type { Oneping } from './index.js';

/** What a browser gives for Web Push; the service takes it as it is. */
export interface PushAddress { endpoint: string; keys: { p256dh: string; auth: string } }

export interface Subscribing {
  url: string | URL;
  /** The device token, as in `Options.token`. */
  token: () => Promise<string>;
  user: string;
  device: string;
  registration: ServiceWorkerRegistration;
  fetch?: typeof fetch;
}

/**
 * Subscribes this browser to Web Push and registers the address with the service. Call it in a click: browsers ask the user then.
 * An address made with another key of the service is replaced.
 */
export async function subscribe(how: Subscribing): Promise<PushAddress> {
  const ask = how.fetch ?? fetch;
  const { key } = (await (await ask(new URL('v1/webpush-key', base(how.url)))).json()) as { key: string };
  const applicationServerKey = bytes(key);
  const push = how.registration.pushManager;
  const before = await push.getSubscription();
  const kept = before && same(before.options.applicationServerKey, applicationServerKey) ? before : undefined;
  if (before && !kept) await before.unsubscribe();
  const subscription = kept ?? (await push.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = subscription.toJSON() as unknown as PushAddress;
  const path = `v1/users/${encodeURIComponent(how.user)}/devices/${encodeURIComponent(how.device)}`;
  const answer = await ask(new URL(path, base(how.url)), {
    method: 'PUT',
    headers: { authorization: `Bearer ${await how.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ push: { kind: 'webpush', endpoint, keys } }),
  });
  if (!answer.ok) throw new Error(`The push address was refused: status ${answer.status}: ${await answer.text()}`);
  return { endpoint, keys };
}

/** Asks the client to look after itself whenever the service worker says that a push came. */
export function bridge(client: Oneping): () => void {
  const heard = ({ data }: MessageEvent) => {
    if (data?.oneping === 'push') client.areYouThere();
  };
  navigator.serviceWorker.addEventListener('message', heard);
  return () => navigator.serviceWorker.removeEventListener('message', heard);
}

function base(url: string | URL): URL {
  const at = new URL(url, globalThis.location?.href);
  return at.pathname.endsWith('/') ? at : new URL(`${at.pathname}/`, at);
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, char => char.charCodeAt(0));
}

function same(one: ArrayBuffer | null, other: Uint8Array): boolean {
  return one !== null && one.byteLength === other.byteLength && new Uint8Array(one).every((byte, at) => byte === other[at]);
}
