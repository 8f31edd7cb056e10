import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { serve } from '../src/sw.js';

interface Shown { title: string; options: { tag?: string; data?: { oneping?: { id: string } }; silent?: boolean }; close(): void }

/** A service worker's scope, as far as the bridge uses it. */
class FakeWorker {
  readonly listeners = new Map<string, (event: unknown) => void>();
  shown: Shown[] = [];
  showCalls = 0;
  opened: string[] = [];
  focused = 0;
  messages: unknown[] = [];
  tabs: { url: string; postMessage(m: unknown): void; focus(): Promise<void>; navigate(u: URL): Promise<null> }[] = [];

  addEventListener(type: string, listen: (event: unknown) => void): void {
    this.listeners.set(type, listen);
  }

  readonly registration = {
    scope: 'https://app.example/',
    showNotification: async (title: string, options: Shown['options']) => {
      this.showCalls++;
      this.shown = this.shown.filter(one => one.options.tag !== options.tag);
      const one: Shown = { title, options, close: () => (this.shown = this.shown.filter(other => other !== one)) };
      this.shown.push(one);
    },
    getNotifications: async ({ tag }: { tag?: string } = {}) =>
      this.shown.filter(one => tag === undefined || one.options.tag === tag).map(one => ({ tag: one.options.tag, close: one.close })),
  };

  readonly clients = {
    matchAll: async () => this.tabs,
    openWindow: async (url: URL) => void this.opened.push(url.href),
  };

  tab(url: string): void {
    this.tabs.push({
      url,
      postMessage: message => this.messages.push(message),
      focus: async () => void this.focused++,
      navigate: async () => null,
    });
  }

  async push(data: unknown): Promise<boolean> {
    let stopped = false;
    let done: Promise<unknown> = Promise.resolve();
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.listeners.get('push')!({
      data: data === null ? null : { json: () => JSON.parse(text) },
      stopImmediatePropagation: () => (stopped = true),
      waitUntil: (work: Promise<unknown>) => (done = work),
    });
    await done;
    return stopped;
  }

  async click(tag: string): Promise<void> {
    const one = this.shown.find(shown => shown.options.tag === tag)!;
    let done: Promise<unknown> = Promise.resolve();
    this.listeners.get('notificationclick')!({
      notification: { data: one.options.data, close: one.close },
      waitUntil: (work: Promise<unknown>) => (done = work),
    });
    await done;
  }
}

describe('service worker', () => {
  let worker: FakeWorker;
  let acks: { url: string; ticket: string | null; kind: string }[];

  beforeEach(() => {
    acks = [];
    globalThis.fetch = (async (url: URL, init: RequestInit) => {
      acks.push({
        url: url.pathname,
        ticket: new Headers(init.headers).get('authorization'),
        kind: (JSON.parse(String(init.body)) as { ack: string }).ack,
      });
      return new Response(null, { status: 204 });
    }) as typeof fetch;
    worker = new FakeWorker();
    serve({ url: 'https://oneping.example', open: () => '/inbox' }, worker as never);
  });

  it('should show every push, also one that cannot be read (P15)', async () => {
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 't' });
    await worker.push('{');
    await worker.push(null);
    assert.deepEqual(worker.shown.map(one => one.title), ['Lunch?', 'New notification']);
    assert.equal(worker.showCalls, 3);
  });

  it('should show something even when it takes the last one away (P15)', async () => {
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 't' });
    await worker.push({ type: 'retract', id: 'ntf_1' });
    assert.equal(worker.showCalls, 2);
    assert.deepEqual(worker.shown, []);
  });

  it('should show one notification however often it is pushed (P12)', async () => {
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 't' });
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 't' });
    assert.equal(worker.shown.length, 1);
  });

  it('should leave the pushes of the app to the app (P16)', async () => {
    assert.equal(await worker.push({ anything: 'else' }), false);
    assert.equal(worker.showCalls, 0);
    assert.equal(await worker.push({ id: 'ntf_1', title: 'ours' }), true);
  });

  it('should ack by the ticket, without a token', async () => {
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 'ticket-1' });
    await worker.click('ntf_1');
    assert.deepEqual(acks, [
      { url: '/v1/notifications/ntf_1/ack', ticket: 'Bearer ticket-1', kind: 'received' },
      { url: '/v1/notifications/ntf_1/ack', ticket: 'Bearer ticket-1', kind: 'acted' },
    ]);
  });

  it('should focus the tab that is open, or open one', async () => {
    await worker.push({ id: 'ntf_1', title: 'Lunch?', ack_ticket: 't' });
    await worker.click('ntf_1');
    assert.deepEqual(worker.opened, ['https://app.example/inbox']);

    worker.tab('https://app.example/inbox');
    await worker.push({ id: 'ntf_2', title: 'Tea?', ack_ticket: 't' });
    await worker.click('ntf_2');
    assert.equal(worker.focused, 1);
    assert.equal(worker.opened.length, 1);
    assert.deepEqual(worker.messages, [{ oneping: 'push', id: 'ntf_2' }]);
  });
});
