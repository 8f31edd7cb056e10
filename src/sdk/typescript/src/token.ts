/** Thrown by an app's `token` function to stop for good, for example after a sign-out. Anything else is tried again. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export type TokenSource = (why: 'first' | 'expiring' | 'rejected') => Promise<string>;

/**
 * The token, fetched once for all who need it at the same time, and kept for 80 % of its life. Its life is `exp − iat`, both of
 * the issuer's clock, counted by a monotonic clock here: a wrong clock of the device changes nothing.
 */
export class Tokens {
  readonly #source: TokenSource;
  readonly #now: () => number;
  #held: { token: string; renewAt: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(source: TokenSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /** When the held token should be replaced, on the clock given; infinity where it does not say, or none is held. */
  get renewAt(): number {
    return this.#held?.renewAt ?? Infinity;
  }

  get(why: 'first' | 'expiring' | 'rejected'): Promise<string> {
    if (why === 'first' && this.#held !== undefined && this.#now() < this.#held.renewAt) return Promise.resolve(this.#held.token);
    this.#pending ??= this.#fetch(why).finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  async #fetch(why: 'first' | 'expiring' | 'rejected'): Promise<string> {
    this.#held = undefined;
    const asked = this.#now();
    const token = await this.#source(this.#held === undefined && why === 'first' ? 'first' : why);
    this.#held = { token, renewAt: asked + lifeMs(token) * 0.8 };
    return token;
  }
}

/** The life that a JWT says of itself; infinity where it says none. */
export function lifeMs(token: string): number {
  try {
    const text = atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'));
    const { exp, iat } = JSON.parse(text) as { exp?: number; iat?: number };
    return exp !== undefined && iat !== undefined && exp > iat ? (exp - iat) * 1_000 : Infinity;
  } catch {
    return Infinity;
  }
}
