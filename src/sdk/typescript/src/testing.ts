/**
 * A service in memory with a clock that only the test moves, for tests of apps that use the client: no network, no waiting.
 *
 * ```ts
 * const service = fakeService();
 * const me = oneping({ ...service.options, device: 'laptop', token: async () => 'any' });
 * me.connect();
 * await service.settle();
 * service.notify({ title: 'Lunch?' });
 * ```
 */

import type { Clock } from './options.js';
import type { ClientFrame, Hello, Notify, ServerFrame } from './wire.js';

export interface FakeService {
  /** For `oneping({...})`: the address, the socket, the clock and no chance. */
  readonly options: { url: string; WebSocket: typeof WebSocket; clock: Clock; random: () => number };
  /** Every frame that came, over all connections. */
  readonly received: readonly ClientFrame[];
  /** How many connections were ever opened, and how many are open. */
  readonly dials: number;
  readonly open: number;
  /** Sends a notification to the newest connection; what is left out is made up. */
  notify(part?: Partial<Notify>): Notify;
  send(frame: ServerFrame): void;
  /** Closes the newest connection from the service's side. */
  close(code: number): void;
  /** From now on nothing comes through, and nobody is told, as on a path that died. */
  goBlack(black: boolean): void;
  /** Refuses new connections, or takes them again. */
  refuse(refusing: boolean): void;
  /** Moves the clock, with everything that falls due on the way, in order. */
  advance(ms: number): Promise<void>;
  /** Moves the clock at once, as a machine that slept does: what fell due comes late, together. */
  sleep(ms: number): Promise<void>;
  /** Lets everything that is under way happen. */
  settle(): Promise<void>;
}

export function fakeService(start = Date.parse('2026-01-01T12:00:00Z')): FakeService {
  return new Fake(start);
}

class Fake implements FakeService {
  readonly received: ClientFrame[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly #timers = new Set<{ due: number; run: () => void }>();
  dials = 0;
  black = false;
  refusing = false;
  #now: number;
  #ids = 0;
  #offset = 0;

  constructor(start: number) {
    this.#now = start;
  }

  get options(): FakeService['options'] {
    const service = this;
    class Socket extends FakeSocket {
      constructor(_url: string | URL, protocols: string[]) {
        super(service, protocols);
      }
    }
    const clock: Clock = {
      now: () => this.#now,
      later: (run, ms) => {
        const timer = { due: this.#now + ms, run };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
    };
    return { url: 'http://oneping.invalid/', WebSocket: Socket as unknown as typeof WebSocket, clock, random: () => 0.5 };
  }

  get open(): number {
    return this.sockets.filter(socket => socket.readyState === 1).length;
  }

  notify(part: Partial<Notify> = {}): Notify {
    const frame: Notify = {
      type: 'notify',
      id: `ntf_${++this.#ids}`,
      attempt: 1,
      title: 'A notification',
      category: 'default',
      priority: 'normal',
      ring: true,
      ack_by: new Date(this.#now + 120_000).toISOString(),
      offset: ++this.#offset,
      ...part,
    };
    this.send(frame);
    return frame;
  }

  send(frame: ServerFrame): void {
    this.sockets.findLast(socket => socket.readyState === 1)?.hear(frame);
  }

  close(code: number): void {
    this.sockets.findLast(socket => socket.readyState === 1)?.end(code);
  }

  goBlack(black: boolean): void {
    this.black = black;
  }

  refuse(refusing: boolean): void {
    this.refusing = refusing;
  }

  /** What a frame of a client leads to. */
  take(socket: FakeSocket, frame: ClientFrame): void {
    this.received.push(frame);
    if (frame.type === 'hello') socket.hear(this.#welcome(frame));
    if (frame.type === 'ping') socket.hear({ type: 'pong' });
    if (frame.type === 'ring') {
      socket.hear({ type: 'ring', id: frame.id, granted: true, fence: 1, expires_at: new Date(this.#now + 5_000).toISOString() });
    }
    if (frame.type === 'bye') socket.end(1000);
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#timers.delete(next);
      next.run();
      await this.settle();
    }
    this.#now = end;
    await this.settle();
  }

  async sleep(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(one => one.due <= this.#now).sort((a, b) => a.due - b.due)) {
      this.#timers.delete(timer);
      timer.run();
    }
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await new Promise<void>(resolve => setImmediateOrTimeout(resolve));
  }

  #next(end: number): { due: number; run: () => void } | undefined {
    return [...this.#timers].filter(timer => timer.due <= end).sort((a, b) => a.due - b.due)[0];
  }

  #welcome(hello: Hello): ServerFrame {
    const resume = hello.resume && {
      epoch: hello.resume.epoch ?? `ses_${this.dials}`,
      offset: this.#offset,
      recovered: hello.resume.epoch !== undefined,
    };
    return {
      type: 'welcome',
      session: `ses_${this.dials}`,
      device: hello.device,
      heartbeat_ms: 25_000,
      lease_ms: 60_000,
      server_time: new Date(this.#now).toISOString(),
      ...(resume && { resume }),
    };
  }
}

class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly #service: Fake;

  constructor(service: Fake, readonly protocols: readonly string[]) {
    this.#service = service;
    service.dials++;
    service.sockets.push(this);
    queueMicrotask(() => {
      if (service.black) return;
      if (service.refusing) return this.end(1006);
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    if (!this.#service.black) queueMicrotask(() => this.#service.take(this, JSON.parse(text) as ClientFrame));
  }

  close(): void {
    this.readyState = 3;
  }

  hear(frame: ServerFrame): void {
    if (!this.#service.black) queueMicrotask(() => this.readyState === 1 && this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.onclose?.({ code, reason: '' }));
  }
}

function setImmediateOrTimeout(run: () => void): void {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;
  if (immediate) immediate(run);
  else setTimeout(run, 0);
}
