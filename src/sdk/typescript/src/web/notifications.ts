import type { Oneping, Ping } from '../index.js';

/** How pings are shown as notifications of the browser. */
export interface Showing {
  registration: () => Promise<ServiceWorkerRegistration>;
  icon?: string;
  /** Where a click on one leads; the service worker of `oneping/sw` opens or focuses it. */
  open: (ping: Ping) => URL | string;
}

/**
 * Shows each ping as a notification of the browser, and takes it away when it is answered elsewhere. The tag is the ping's id, so
 * tabs and pushes that show the same one show it once. Needs the permission: ask for it in a click.
 *
 * @returns ends it; what is shown stays
 */
export function showAsNotifications(client: Oneping, how: Showing): () => void {
  const close = async (id: string) => {
    const registration = await how.registration();
    (await registration.getNotifications({ tag: id })).forEach(shown => shown.close());
  };
  const show = async (ping: Ping) => {
    if (!client.state.leader) return;
    if (Notification.permission !== 'granted') return ping.cannotShow();
    const registration = await how.registration();
    await registration.showNotification(ping.title, {
      tag: ping.id,
      silent: !ping.ring,
      ...(ping.body !== undefined && { body: ping.body }),
      ...(how.icon !== undefined && { icon: how.icon }),
      data: { oneping: { id: ping.id, url: String(how.open(ping)) } },
    });
  };
  const off = [client.on('ping', ping => void show(ping)), client.on('retract', ({ id }) => void close(id))];
  return () => off.forEach(stop => stop());
}

/**
 * Plays a sound for each ping that may ring here, once the user has made a first gesture: before that, browsers refuse sound, and
 * the ping is shown silently.
 *
 * @param unlock where the first gesture is awaited; the document by default
 */
export function ringtone(client: Oneping, src: string, unlock: EventTarget = document): () => void {
  const audio = new Audio(src);
  let unlocked = false;
  const control = new AbortController();
  unlock.addEventListener('pointerdown', () => (unlocked = true), { once: true, signal: control.signal });
  unlock.addEventListener('keydown', () => (unlocked = true), { once: true, signal: control.signal });
  const off = client.on('ping', ping => {
    if (!ping.ring || !unlocked) return;
    void ping.sound(async signal => {
      signal.addEventListener('abort', () => audio.pause(), { once: true });
      audio.currentTime = 0;
      await audio.play();
    });
  });
  return () => {
    off();
    control.abort();
    audio.pause();
  };
}
