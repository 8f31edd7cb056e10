import type { RingAnswer } from './wire.js';

/**
 * The right to sound, lent by the service for some seconds to one session of a user. It is asked for before each sound, renewed
 * at half of its life while something plays, and given up when the notification or the connection ends.
 */
export class Rings {
  readonly #ask: (id: string) => boolean;
  readonly #timer: (run: () => void, ms: number) => () => void;
  readonly #asked = new Map<string, ((granted: RingAnswer | undefined) => void)[]>();
  readonly #playing = new Map<string, AbortController>();

  /** @param ask sends the frame; false where there is no connection */
  constructor(ask: (id: string) => boolean, timer: (run: () => void, ms: number) => () => void) {
    this.#ask = ask;
    this.#timer = timer;
  }

  async sound(id: string, play: (signal: AbortSignal) => void | Promise<void>, serverNow: () => number): Promise<boolean> {
    const answer = await this.#lease(id);
    if (!answer?.granted) return false;
    this.end(id);
    const control = new AbortController();
    this.#playing.set(id, control);
    this.#renew(id, control, answer, serverNow);
    try {
      await play(control.signal);
      return true;
    } catch {
      return false;
    }
  }

  /** The service's answer to one of our questions. */
  answered(answer: RingAnswer): void {
    const waiting = this.#asked.get(answer.id) ?? [];
    this.#asked.delete(answer.id);
    waiting.forEach(resolve => resolve(answer));
  }

  /** The notification ended, or moved elsewhere. */
  end(id: string): void {
    this.#playing.get(id)?.abort();
    this.#playing.delete(id);
  }

  /** The connection ended: nobody answers, and nothing may sound. */
  endAll(): void {
    [...this.#playing.keys()].forEach(id => this.end(id));
    const waiting = [...this.#asked.values()].flat();
    this.#asked.clear();
    waiting.forEach(resolve => resolve(undefined));
  }

  #lease(id: string): Promise<RingAnswer | undefined> {
    return new Promise(resolve => {
      const waiting = this.#asked.get(id);
      if (waiting) waiting.push(resolve);
      else if (this.#ask(id)) this.#asked.set(id, [resolve]);
      else resolve(undefined);
    });
  }

  #renew(id: string, control: AbortController, answer: RingAnswer, serverNow: () => number): void {
    const life = answer.expires_at === undefined ? 0 : Date.parse(answer.expires_at) - serverNow();
    const cancel = this.#timer(async () => {
      const again = await this.#lease(id);
      if (control.signal.aborted) return;
      if (again?.granted) this.#renew(id, control, again, serverNow);
      else this.end(id);
    }, Math.max(500, life / 2));
    control.signal.addEventListener('abort', cancel, { once: true });
  }
}
