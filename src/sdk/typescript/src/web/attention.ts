import type { Evidence, Observations, Signal } from '../index.js';

/** How often evidence is renewed: the service believes input for 60 s, and a silent client for 90 s. */
const rates = { activeMs: 20_000, passiveMs: 45_000, tickMs: 5_000, sleptMs: 20_000, sleptHiddenMs: 90_000, idleMs: 60_000 };

interface IdleDetectorLike extends EventTarget {
  userState: 'active' | 'idle' | null;
  screenState: 'locked' | 'unlocked' | null;
  start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
}

/**
 * What a page can see of its user: visible, focused, the last input; with permission (`IdleDetector`) also whether the machine
 * is in use and its screen locked. It also notices when the page comes back to life after a sleep, a freeze or the
 * back-forward cache, and when it is about to be frozen.
 *
 * Input counts only where a person made it: synthetic events and pointers that did not move change nothing.
 *
 * @param options.idleDetector uses `IdleDetector` where its permission is granted already (default); it is never asked for here,
 *   since a browser shows that question only after a click: see `askForIdleDetection`
 */
export function attention(options: { idleDetector?: boolean } = {}): Signal {
  return {
    name: 'attention',
    start(tell, wake, page) {
      const watch = new Attention(tell, wake, page);
      if (options.idleDetector !== false) void watch.detectIdle();
      return () => watch.stop();
    },
  };
}

/** Asks for the permission to observe whether the machine is in use. Call it in a click. */
export async function askForIdleDetection(): Promise<boolean> {
  const detector = (globalThis as { IdleDetector?: { requestPermission(): Promise<string> } }).IdleDetector;
  return detector !== undefined && (await detector.requestPermission()) === 'granted';
}

type Tell = (facts: Observations, by: Evidence) => void;
type Page = { hidden(hidden: boolean): void; freeze(): void };

class Attention {
  readonly #tell: Tell;
  readonly #wake: (why: string) => void;
  readonly #page: Page;
  readonly #stop = new AbortController();
  readonly #ticker: ReturnType<typeof setInterval>;
  #input = Date.now();
  #told = 0;
  #tick = Date.now();
  #system: 'active' | 'idle' | undefined;
  #systemSince = Date.now();

  constructor(tell: Tell, wake: (why: string) => void, page: Page) {
    this.#tell = tell;
    this.#wake = wake;
    this.#page = page;
    const signal = this.#stop.signal;
    const listen = (target: EventTarget, types: string[], run: (event: Event) => void) =>
      types.forEach(type => target.addEventListener(type, run, { signal, passive: true, capture: true }));

    listen(document, ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'], event => this.#isInput(event) && this.#entered());
    listen(document, ['visibilitychange'], () => this.#visible());
    listen(window, ['focus', 'blur'], () => this.#say('focus'));
    listen(document, ['freeze'], () => this.#page.freeze());
    listen(document, ['resume'], () => this.#woke('resume'));
    listen(window, ['pagehide'], event => (event as PageTransitionEvent).persisted && this.#page.freeze());
    listen(window, ['pageshow'], event => (event as PageTransitionEvent).persisted && this.#woke('pageshow'));
    listen(window, ['online'], () => this.#woke('online'));
    this.#ticker = setInterval(() => this.#ticked(), rates.tickMs);
    // A page that the server reloaded is no sign of a user: only a focused one counts as in use.
    if (!document.hasFocus()) this.#input = Date.now() - rates.idleMs;
    this.#page.hidden(document.hidden);
    this.#say('visibility');
  }

  stop(): void {
    this.#stop.abort();
    clearInterval(this.#ticker);
  }

  async detectIdle(): Promise<void> {
    const IdleDetector = (globalThis as { IdleDetector?: new () => IdleDetectorLike }).IdleDetector;
    if (IdleDetector === undefined) return;
    try {
      const { state } = await navigator.permissions.query({ name: 'idle-detection' as PermissionName });
      if (state !== 'granted') return;
      const detector = new IdleDetector();
      const { signal } = this.#stop;
      detector.addEventListener('change', () => this.#systemChanged(detector), { signal });
      await detector.start({ threshold: rates.idleMs, signal });
      this.#systemChanged(detector);
    } catch {
      // It is not allowed here; the page sees what it sees.
    }
  }

  #systemChanged(detector: IdleDetectorLike): void {
    const system = detector.userState ?? undefined;
    if (system !== this.#system) this.#systemSince = Date.now();
    this.#system = system;
    this.#say('idle-detector', detector.screenState ? { screen: detector.screenState } : {});
  }

  #isInput(event: Event): boolean {
    if (!event.isTrusted) return false;
    return event.type !== 'pointermove' || (event as PointerEvent).movementX !== 0 || (event as PointerEvent).movementY !== 0;
  }

  #entered(): void {
    this.#input = Date.now();
    if (this.#input - this.#told >= rates.activeMs) this.#say('input');
  }

  #visible(): void {
    this.#page.hidden(document.hidden);
    this.#say('visibility');
    if (!document.hidden) this.#wake('visible');
  }

  #woke(why: string): void {
    this.#tick = Date.now();
    this.#wake(why);
    this.#say('wake');
  }

  #ticked(): void {
    const now = Date.now();
    const gap = now - this.#tick;
    this.#tick = now;
    if (gap > (document.hidden ? rates.sleptHiddenMs : rates.sleptMs)) return this.#woke('slept');
    // Evidence that nobody looks does not age; that the machine is in use does.
    if ((!document.hidden || this.#system === 'active') && now - this.#told >= rates.passiveMs) this.#say('visibility');
  }

  #say(by: Evidence, more: { screen?: 'locked' | 'unlocked' } = {}): void {
    const now = Date.now();
    this.#told = now;
    const idle = now - this.#systemSince + (this.#system === 'idle' ? rates.idleMs : 0);
    const attention = {
      visible: !document.hidden,
      focused: document.hasFocus(),
      idle_ms: now - this.#input,
      ...(this.#system && { system_idle_ms: this.#system === 'active' ? 0 : idle }),
      ...more,
    };
    this.#tell({ attention }, by);
  }
}
