import type { AckKind, AnswerState, Events, Evidence, InboxItem, Link, Observations, Oneping, Options, Person, Ping, Signal, State, Tabs, Who } from '../index.js';
import { over, Store } from '../store.js';

/** Every tab has a session of its own: at most eight for one device. */
export function ownSession(): Tabs {
  return { share: (options, own) => own(bare(options)) };
}

/**
 * One session for all tabs of a device. The tab that holds a Web Lock has the connection; the others see and do everything through
 * it. A visible tab takes the connection over from a hidden one; a frozen one loses it. Where there are no Web Locks (plain http,
 * old browsers) each tab has a session of its own and tells the others nothing, so that nothing comes twice.
 *
 * @param options.account who is signed in, where tabs of one origin may be those of different users
 */
export function oneSession(options: { account?: string } = {}): Tabs {
  return {
    share: (client, own) =>
      globalThis.navigator?.locks && globalThis.BroadcastChannel
        ? new SharedClient(client, own, options.account ?? '')
        : own(bare(client)),
  };
}

function bare<D>(options: Options<D>): Options<D> {
  const { tabs: _, ...rest } = options;
  return rest;
}

/** How long a leader may be silent before a visible tab takes its place, and how often it says that it lives. */
const times = { beatMs: 1_000, silentMs: 2_500 };

type Plain = Omit<Ping, 'seen' | 'acted' | 'dismissed' | 'cannotShow' | 'sound'>;
type Message =
  | { t: 'join' | 'beat' | 'yield' }
  | { t: 'state'; shown: Plain[]; link: Link; people: Person[]; unsent: number }
  | { t: 'ping'; ping: Plain }
  | { t: 'retract'; id: string; reason: string }
  | { t: 'link'; link: Link }
  | { t: 'inbox'; inbox: Events<unknown>['inbox'] }
  | { t: 'people'; people: readonly Person[] }
  | { t: 'answer'; id: string; kind: AckKind | 'nack' }
  | { t: 'watch'; tab: string; who: readonly Who[] }
  | { t: 'facts'; tab: string; facts: Observations | null };

class SharedClient<D> implements Oneping<D> {
  readonly #options: Options<D>;
  readonly #own: (options: Options<D>) => Oneping<D>;
  readonly #name: string;
  readonly #tab = crypto.randomUUID?.() ?? Math.random().toString(36);
  readonly #facts = new Map<string, Observations>();
  readonly #store = new Store<D>({ link: { phase: 'idle' }, leader: false, shown: [], people: new Map(), observed: {}, unsent: 0 });
  #inner: Oneping<D> | undefined;
  #bridge: Parameters<Signal['start']> | undefined;
  #channel: BroadcastChannel | undefined;
  #stops: (() => void)[] = [];
  #release: (() => void) | undefined;
  #leave: (() => void) | undefined;
  #heard = Date.now();
  #wanted = false;

  constructor(options: Options<D>, own: (options: Options<D>) => Oneping<D>, account: string) {
    this.#options = bare(options);
    this.#own = own;
    this.#name = `oneping:${new URL(options.url, location.href).href}:${options.device}:${account}`;
  }

  get state(): State<D> {
    return this.#store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  on<K extends keyof Events<D>>(type: K, listen: (event: Events<D>[K]) => void, options?: { signal?: AbortSignal }): () => void {
    return this.#store.on(type, listen, options?.signal);
  }

  connect(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#hear(data as Message);
    this.#stops = (this.#options.signals ?? []).map(signal =>
      signal.start(
        (facts, by) => this.#observe(facts, by),
        why => (this.#inner ? this.#bridge?.[1](why) : this.#queue(false)),
        { hidden: hidden => this.#hidden(hidden), freeze: () => this.#stepDown('rest') },
      ),
    );
    const beat = setInterval(() => this.#beat(), times.beatMs);
    const leaves = () => this.#say({ t: 'facts', tab: this.#tab, facts: null });
    addEventListener('pagehide', leaves);
    this.#stops.push(() => clearInterval(beat), () => removeEventListener('pagehide', leaves), leaves);
    this.#say({ t: 'join' });
    this.#queue(false);
  }

  async close(): Promise<void> {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#stops.forEach(stop => stop());
    this.#stops = [];
    this.#stepDown('rest');
    this.#channel?.close();
    this.#channel = undefined;
    this.#store.put({ link: { phase: 'closed' }, leader: false });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  report(facts: Observations): void {
    this.#observe(facts, 'app');
  }

  watch(who: Who): () => void {
    this.#watches.add(who);
    this.#say({ t: 'watch', tab: this.#tab, who: [...this.#watches] });
    this.#watchForAll();
    return () => {
      this.#watches.delete(who);
      this.#say({ t: 'watch', tab: this.#tab, who: [...this.#watches] });
      this.#watchForAll();
    };
  }

  readonly #watches = new Set<Who>();
  readonly #watchesOfTabs = new Map<string, readonly Who[]>();
  #unwatch: (() => void)[] = [];

  /** The leader watches for all tabs; the new ones first, so that what two tabs want is not left in between. */
  #watchForAll(): void {
    const { inner, before } = { inner: this.#inner, before: this.#unwatch };
    this.#unwatch = inner ? [...this.#watches, ...[...this.#watchesOfTabs.values()].flat()].map(who => inner.watch(who)) : [];
    before.forEach(stop => stop());
  }

  inbox(options?: { state?: 'open' | 'ended' }): AsyncIterable<InboxItem> {
    return (this.#inner ?? this.#own(this.#options)).inbox(options);
  }

  answer(id: string, kind: 'seen' | 'acted' | 'dismissed'): Promise<AnswerState> {
    if (this.#inner) return this.#inner.answer(id, kind);
    this.#say({ t: 'answer', id, kind });
    this.#forget(id, 'answered');
    return Promise.resolve('sent');
  }

  areYouThere(): void {
    if (this.#inner) this.#inner.areYouThere();
    else this.#queue(Date.now() - this.#heard > times.silentMs);
  }

  #queuing: AbortController | undefined;
  #holding: AbortController | undefined;

  /** Waits for the lock, or takes it from a leader that is frozen. */
  #queue(steal: boolean): void {
    if (!this.#wanted || this.#inner || (this.#queuing && !steal)) return;
    this.#queuing?.abort();
    const mine = (this.#queuing = new AbortController());
    const options = steal ? { steal: true } : { signal: mine.signal };
    void navigator.locks
      .request(this.#name, options, () => {
        if (this.#queuing === mine) this.#queuing = undefined;
        if (!this.#wanted || mine.signal.aborted) return undefined;
        this.#holding = mine;
        return this.#lead();
      })
      // Another tab has stolen it, or this one stopped waiting.
      .catch(() => mine === this.#holding && this.#stepDown('follow'))
      .finally(() => {
        if (this.#queuing === mine) this.#queuing = undefined;
      });
  }

  #lead(): Promise<void> {
    const inner = this.#own({
      ...this.#options,
      shown: this.#store.state.shown,
      signals: [{ name: 'tabs', start: (...parts) => ((this.#bridge = parts), () => (this.#bridge = undefined)) }],
    });
    this.#inner = inner;
    this.#leave = inner.subscribe(() => {
      const { link, shown, people, unsent } = inner.state;
      this.#store.put({ link, shown, people, unsent });
    });
    inner.on('ping', ping => {
      this.#say({ t: 'ping', ping: plain(ping) });
      this.#store.emit('ping', ping);
    });
    inner.on('retract', gone => {
      this.#say({ t: 'retract', ...gone });
      this.#store.emit('retract', gone);
    });
    inner.on('link', link => {
      this.#say({ t: 'link', link });
      this.#store.emit('link', link);
    });
    inner.on('presence', people => {
      this.#say({ t: 'people', people });
      this.#store.emit('presence', people);
    });
    inner.on('inbox', inbox => {
      this.#say({ t: 'inbox', inbox });
      this.#store.emit('inbox', inbox);
    });
    inner.on('problem', problem => this.#store.emit('problem', problem));
    this.#store.put({ leader: true });
    inner.connect();
    this.#watchForAll();
    this.#tellFacts();
    this.#say({ t: 'beat' });
    return new Promise(resolve => (this.#release = resolve));
  }

  /** @param next whether it waits for its turn again at once, or when the page resumes */
  #stepDown(next: 'follow' | 'rest'): void {
    const inner = this.#inner;
    this.#inner = undefined;
    this.#unwatch = [];
    this.#holding = undefined;
    this.#release?.();
    this.#release = undefined;
    if (inner === undefined) return;
    this.#leave?.();
    this.#store.put({ leader: false });
    void inner.close();
    if (next === 'rest' || !this.#wanted) return;
    // From now on it follows: who leads says how things stand.
    this.#say({ t: 'join' });
    this.#queue(false);
  }

  #beat(): void {
    if (this.#inner) return this.#say({ t: 'beat' });
    // Timers of hidden tabs are rare, so only a visible one may judge a leader by its silence.
    if (!document.hidden && Date.now() - this.#heard > times.silentMs) {
      this.#heard = Date.now();
      this.#queue(true);
    }
  }

  #hidden(hidden: boolean): void {
    this.#bridge?.[2].hidden(hidden);
    if (hidden || this.#inner) return;
    // The tab that is looked at should hold the connection: its timers run, and it may sound.
    this.#heard = Date.now();
    this.#say({ t: 'yield' });
    this.#queue(false);
  }

  #hear(message: Message): void {
    this.#heard = Date.now();
    if (message.t === 'facts') return this.#heardFacts(message.tab, message.facts);
    if (message.t === 'watch') {
      this.#watchesOfTabs.set(message.tab, message.who);
      return this.#watchForAll();
    }
    if (message.t === 'join' && this.#watches.size > 0) this.#say({ t: 'watch', tab: this.#tab, who: [...this.#watches] });
    if (this.#inner) this.#hearAsLeader(this.#inner, message);
    else this.#hearAsFollower(message);
  }

  #hearAsLeader(inner: Oneping<D>, message: Message): void {
    switch (message.t) {
      case 'join': {
        const { link, shown, people, unsent } = inner.state;
        return this.#say({ t: 'state', shown: shown.map(plain), link, people: [...people.values()], unsent });
      }
      case 'yield':
        return document.hidden ? this.#stepDown('follow') : undefined;
      case 'answer':
        return this.#answerFor(inner, message.id, message.kind);
      default:
    }
  }

  #answerFor(inner: Oneping<D>, id: string, kind: AckKind | 'nack'): void {
    if (kind === 'nack') inner.state.shown.find(one => one.id === id)?.cannotShow();
    else if (kind !== 'received') void inner.answer(id, kind);
    this.#say({ t: 'retract', id, reason: 'answered' });
    this.#store.emit('retract', { id, reason: 'answered' });
  }

  #hearAsFollower(message: Message): void {
    switch (message.t) {
      case 'state':
        message.shown.forEach(one => this.#announce(one));
        this.#store.put({ link: message.link, people: new Map(message.people.map(person => [person.user, person])), unsent: message.unsent });
        return this.#store.emit('link', message.link);
      case 'ping':
        return this.#announce(message.ping);
      case 'retract':
        return this.#forget(message.id, message.reason);
      case 'inbox':
        return this.#store.emit('inbox', message.inbox);
      case 'link':
        this.#store.put({ link: message.link });
        return this.#store.emit('link', message.link);
      case 'people': {
        const people = new Map(this.#store.state.people);
        message.people.forEach(person => people.set(person.user, person));
        this.#store.put({ people });
        return this.#store.emit('presence', message.people);
      }
      default:
    }
  }

  #announce(one: Plain): void {
    const known = this.#store.state.shown.find(shown => shown.id === one.id);
    const ping = this.#mirror(one);
    const others = this.#store.state.shown.filter(
      shown => shown.id !== one.id && (one.collapseKey === undefined || shown.collapseKey !== one.collapseKey),
    );
    this.#store.put({ shown: [...others, ping] });
    if (known?.attempt !== one.attempt) this.#store.emit('ping', ping);
  }

  /** A ping whose answers go by the leader. */
  #mirror(one: Plain): Ping<D> {
    const answer = (kind: AckKind | 'nack') => {
      if (this.#inner) {
        this.#answerFor(this.#inner, one.id, kind);
      } else {
        this.#say({ t: 'answer', id: one.id, kind });
        this.#forget(one.id, 'answered');
      }
      return Promise.resolve<AnswerState>('sent');
    };
    return Object.freeze({
      ...(one as Ping<D>),
      seen: () => answer('seen'),
      acted: () => answer('acted'),
      dismissed: () => answer('dismissed'),
      cannotShow: () => void answer('nack'),
      // Of the tabs, the leader sounds.
      sound: () => Promise.resolve(false),
    });
  }

  #forget(id: string, reason: string): void {
    if (!this.#store.state.shown.some(ping => ping.id === id)) return;
    this.#store.put({ shown: this.#store.state.shown.filter(ping => ping.id !== id) });
    this.#store.emit('retract', { id, reason });
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #observe(facts: Observations, by: Evidence): void {
    const mine = over(this.#facts.get(this.#tab) ?? {}, facts);
    this.#facts.set(this.#tab, mine);
    this.#store.observed(facts, by, Date.now());
    this.#say({ t: 'facts', tab: this.#tab, facts: mine });
    this.#tellFacts(by);
  }

  #heardFacts(tab: string, facts: Observations | null): void {
    if (facts) {
      this.#facts.set(tab, facts);
    } else {
      this.#facts.delete(tab);
      this.#watchesOfTabs.delete(tab);
    }
    this.#tellFacts();
  }

  #tellFacts(by: Evidence = 'app'): void {
    this.#bridge?.[0](merge([...this.#facts.values()], this.#facts.get(this.#tab) ?? {}), by);
  }
}

/** What the tabs of a device see together: it is visible where one is, and as idle as the least idle. */
export function merge(all: readonly Observations[], mine: Observations): Observations {
  const parts = all.map(facts => facts.attention ?? {});
  const any = Object.fromEntries(
    (['visible', 'focused', 'typing', 'in_call', 'presenting'] as const)
      .map(field => [field, parts.map(part => part[field]).filter(value => value !== undefined)] as const)
      .filter(([, known]) => known.length > 0)
      .map(([field, known]) => [field, known.some(Boolean)]),
  );
  const idle = parts.map(part => part.idle_ms).filter(ms => ms !== undefined);
  return { ...mine, attention: { ...mine.attention, ...any, ...(idle.length > 0 && { idle_ms: Math.min(...idle) }) } };
}

function plain(ping: Ping): Plain {
  const { seen: _a, acted: _b, dismissed: _c, cannotShow: _d, sound: _e, ...rest } = ping;
  return rest;
}
