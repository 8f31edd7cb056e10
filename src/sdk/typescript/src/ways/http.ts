import type { ClientFrame, Welcome } from '../wire.js';
import { type Dial, type Ear, type Loss, type Way, lossOf } from './way.js';

/** What a transport over HTTP adds: it fetches frames until the signal aborts, from a number on. */
export type Fetching = (session: HttpSession) => Promise<void>;

/** A session over HTTP: opened with the hello, fed by a `Fetching`, with frames posted one request after the other. */
export class HttpSession {
  readonly #dial: Dial;
  readonly #stop = new AbortController();
  #address = '';
  #last: Promise<unknown> = Promise.resolve();
  #over = false;
  /** The number of the last frame that was read. */
  cursor = 0;

  constructor(dial: Dial, fetching: Fetching) {
    this.#dial = dial;
    void this.#run(fetching);
  }

  get ear(): Ear {
    return this.#dial.ear;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Asks for something of this session; the caller reads the answer. */
  get(path: string, headers: Record<string, string>): Promise<Response> {
    return this.#fetch(this.#address + path, { headers });
  }

  lost(loss: Loss): void {
    if (this.#over) return;
    this.#over = true;
    this.#stop.abort();
    this.ear.lost(loss);
  }

  way(): Way {
    return {
      send: frame => this.#post(frame),
      end: bye => {
        const silent = this.#over;
        this.#over = true;
        this.#stop.abort();
        if (bye && !silent && this.#address) void this.#say({ type: 'bye' }, true).catch(() => {});
      },
    };
  }

  async #run(fetching: Fetching): Promise<void> {
    try {
      const opened = await this.#fetch('v1/sessions', { method: 'POST', body: JSON.stringify(this.#dial.hello) });
      if (!opened.ok) return this.lost(await lossOf(opened));
      const welcome = (await opened.json()) as Welcome;
      this.#address = `v1/sessions/${welcome.session}`;
      if (this.#over) return;
      this.ear.frame(welcome);
      while (!this.#over) await fetching(this);
    } catch {
      this.lost({ reason: 'no answer' });
    }
  }

  /** One after the other, so that the service gets them in order. */
  #post(frame: ClientFrame): Promise<void> {
    const sent = this.#last.then(() => this.#say(frame, false));
    this.#last = sent.catch(() => {});
    return sent;
  }

  async #say(frame: ClientFrame, keepalive: boolean): Promise<void> {
    // A frame that gets no answer says that the path is dead.
    const timer = setTimeout(() => this.lost({ reason: 'no answer' }), 10_000);
    const posted = this.#fetch(`${this.#address}/frames`, { method: 'POST', body: JSON.stringify(frame), keepalive });
    const answer = await posted.finally(() => clearTimeout(timer));
    if (!answer.ok) {
      const loss = await lossOf(answer);
      if (answer.status === 410 || answer.status === 401) this.lost(loss);
      throw new Error(loss.reason);
    }
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const json = init.body === undefined ? {} : { 'content-type': 'application/json' };
    return this.#dial.fetch(new URL(path, this.#dial.url), {
      ...init,
      headers: { authorization: `Bearer ${this.#dial.token}`, ...json, ...(init.headers as Record<string, string>) },
      cache: 'no-store',
      credentials: 'omit',
      ...(init.keepalive ? {} : { signal: this.#stop.signal }),
    });
  }
}
