import { everyWay, realClock, ways } from './defaults.js';
import { type Link, type LinkEffect, type LinkEvent, type LinkState, initial, step } from './link.js';
import { memoryOutbox, type Outbox } from './outbox.js';
import type { Clock, Evidence, Events, InboxItem, Oneping, Options, State } from './options.js';
import { type AnswerState, type Ping, type PingHost, pingOf } from './ping.js';
import type { Rings } from './ring.js';
import { over, Store } from './store.js';
import { Refused, Tokens } from './token.js';
import type { AckKind, Answer, ClientFrame, Hello, Notify, Observations, Person, ServerFrame, TransportName, Welcome, Who } from './wire.js';
import type { Way } from './ways/way.js';

/** Makes a client. Importing and calling it touches no global and opens nothing; `connect` does. */
export function oneping<D = unknown>(options: Options<D>): Oneping<D> {
  return options.tabs ? options.tabs.share(options, own => new Client<D>(own)) : new Client<D>(options);
}

class Client<D> implements Oneping<D>, PingHost {
  readonly #o: Options<D>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ways: readonly TransportName[];
  readonly #tokens: Tokens;
  readonly #outbox: Outbox;
  readonly #store: Store<D>;
  readonly #watches = new Set<Who>();
  readonly #pings: (Answer[] | undefined)[] = [];

  #link: LinkState = initial;
  #rings: Rings | undefined;
  #adding: Promise<unknown> = Promise.resolve();
  #way: Way | undefined;
  #alarm: (() => void) | undefined;
  #renewal: (() => void) | undefined;
  #stop: (() => void)[] = [];
  #facts: Observations = {};
  #seq = 0;
  #reporting = false;
  skew = 0;

  constructor(options: Options<D>) {
    this.#o = options;
    this.#clock = options.clock ?? realClock;
    this.#random = options.random ?? Math.random;
    this.#ways = options.transports?.length ? options.transports : everyWay;
    this.#tokens = new Tokens(options.token, () => this.#clock.now());
    this.#outbox = options.outbox ?? memoryOutbox();
    this.#store = new Store<D>({ link: initial.link, leader: true, shown: options.shown ?? [], people: new Map(), observed: {}, unsent: 0 });
    if (options.watch) this.#watches.add(options.watch);
  }

  get state(): State<D> {
    return this.#store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  on<K extends keyof Events<D>>(type: K, listen: (event: Events<D>[K]) => void, options?: { signal?: AbortSignal }): () => void {
    const off = this.#store.on(type, listen, options?.signal);
    this.#follow();
    return off;
  }

  connect(): void {
    if (this.#stop.length > 0) return;
    this.#stop = (this.#o.signals ?? []).map(signal =>
      signal.start(
        (facts, by) => this.#observe(facts, by),
        () => this.#do({ type: 'wake' }),
        { hidden: hidden => this.#do({ type: 'hidden', hidden }), freeze: () => this.#do({ type: 'freeze' }) },
      ),
    );
    this.#stop.push(() => {});
    void this.#countUnsent();
    this.#do({ type: 'connect' });
  }

  async close(): Promise<void> {
    this.#stop.forEach(stop => stop());
    this.#stop = [];
    this.#rings?.endAll();
    this.#do({ type: 'close' });
    this.#store.put({ link: this.#link.link });
  }

  [Symbol.asyncDispose] = () => this.close();

  report(facts: Observations): void {
    this.#observe(facts, 'app');
  }

  watch(who: Who): () => void {
    this.#watches.add(who);
    this.#say({ type: 'watch', ...who });
    return () => {
      if (!this.#watches.delete(who)) return;
      const left = this.#who();
      const gone = (kind: 'users' | 'groups') => who[kind]?.filter(name => !left[kind]?.includes(name)) ?? [];
      const [users, groups] = [gone('users'), gone('groups')];
      if (users.length + groups.length > 0) this.#say({ type: 'unwatch', users, groups });
    };
  }

  async *inbox(options: { state?: 'open' | 'ended' } = {}): AsyncIterable<InboxItem> {
    const { pages } = await import('./pages.js');
    const get = async (path: string) =>
      this.#fetch()(new URL(path, this.#url()), { headers: { authorization: `Bearer ${await this.#tokens.get('first')}` } });
    yield* pages(get, options.state);
  }

  areYouThere(): void {
    this.#do({ type: 'wake' });
  }

  async answer(id: string, kind: AckKind): Promise<AnswerState> {
    // It leaves in this very tick, for the page may be about to go away; it is kept meanwhile.
    const sent = this.#deliver([{ id, kind }]);
    this.#adding = Promise.all([this.#adding, this.#outbox.add({ id, kind })]);
    this.#rings?.end(id);
    this.#forget(id);
    await this.#adding;
    await this.#countUnsent();
    return sent;
  }

  nack(id: string): void {
    this.#say({ type: 'nack', id });
    this.#forget(id);
  }

  async sound(id: string, play: (signal: AbortSignal) => void | Promise<void>): Promise<boolean> {
    if (!this.#shown(id)?.ring) return false;
    const { Rings } = await import('./ring.js');
    this.#rings ??= new Rings(one => this.#say({ type: 'ring', id: one }), (run, ms) => this.#clock.later(run, ms));
    return this.#rings.sound(id, play, () => this.#clock.now() + this.skew);
  }

  #do(event: LinkEvent): void {
    const before = this.#link;
    const [after, effects] = step(before, event, this.#clock.now(), this.#random(), this.#ways);
    this.#link = after;
    if (after.due !== before.due) this.#setAlarm(after.due);
    effects.forEach(effect => this.#perform(effect));
    if (after.link !== before.link && this.#link === after) this.#linkChanged(after.link);
  }

  #setAlarm(due: number | undefined): void {
    this.#alarm?.();
    if (due === undefined) return void (this.#alarm = undefined);
    // A timer may be a fraction of a millisecond early; then nothing is due yet, and it must be set again.
    const rings = () => (this.#clock.now() < due ? this.#setAlarm(due) : this.#do({ type: 'timer' }));
    this.#alarm = this.#clock.later(rings, Math.max(0, Math.ceil(due - this.#clock.now())));
  }

  #linkChanged(link: Link): void {
    if (link.phase !== 'live') this.#rings?.endAll();
    this.#store.put({ link });
    this.#store.emit('link', link);
    this.#o.log?.({ at: this.#clock.now(), what: 'link', detail: link });
  }

  #perform(effect: LinkEffect): void {
    switch (effect.type) {
      case 'token':
        return void this.#getToken(effect.dial, effect.why);
      case 'dial':
        // A transport that could not be loaded is one that did not get through.
        return void this.#dial(effect).catch(() => this.#do({ type: 'lost', dial: effect.dial }));
      case 'hang-up':
        this.#way?.end(effect.bye);
        this.#way = undefined;
        this.#pings.length = 0;
        return;
      case 'send':
        return void this.#say(effect.frame);
      case 'live':
        return this.#welcomed(effect.welcome);
      case 'deliver':
        return this.#received(effect.frame);
    }
  }

  async #getToken(dial: number, why: 'first' | 'expiring' | 'rejected'): Promise<void> {
    try {
      await this.#tokens.get(why);
      this.#do({ type: 'token', dial });
    } catch (problem) {
      this.#do({ type: 'no-token', dial, final: problem instanceof Refused, detail: problem instanceof Error ? problem.message : String(problem) });
    }
  }

  async #dial({ dial, transport, resume }: Extract<LinkEffect, { type: 'dial' }>): Promise<void> {
    const [token, outbox, open] = await Promise.all([this.#tokens.get('first'), this.#outbox.list(), ways[transport]()]);
    const kept = outbox.slice(0, 100);
    if (dial !== this.#link.dial) return;
    const hello: Hello = {
      type: 'hello',
      device: this.#o.device,
      platform: this.#o.platform ?? 'web',
      report: { ...this.#merged(), seq: ++this.#seq },
      resume,
      ...(this.#store.state.shown.length > 0 && { shown: this.#store.state.shown.map(ping => ping.id).slice(-100) }),
      ...(kept.length > 0 && { acks: kept }),
      ...(this.#watches.size > 0 && { watch: this.#who() }),
    };
    this.#log('sent', hello);
    this.#way = open({
      url: this.#url(),
      token,
      hello,
      fetch: this.#fetch(),
      WebSocket: this.#o.WebSocket ?? globalThis.WebSocket,
      ear: {
        frame: frame => {
          if (frame.type === 'welcome' && dial === this.#link.dial) void this.#confirmed(kept);
          this.#log('received', frame);
          this.#do({ type: 'frame', dial, frame });
        },
        lost: loss => this.#do({ type: 'lost', dial, ...loss }),
      },
    });
  }

  #welcomed(welcome: Welcome): void {
    this.skew = Date.parse(welcome.server_time) - this.#clock.now();
    (welcome.handled ?? []).forEach(id => this.#retracted(id, 'handled'));
    this.#renewal?.();
    const renewAt = this.#tokens.renewAt;
    if (renewAt !== Infinity) this.#renewal = this.#clock.later(() => void this.#renew(), Math.max(0, renewAt - this.#clock.now()));
    void this.#resend();
    this.#follow();
  }

  #follow(): void {
    if (this.#store.hears('inbox')) this.#say({ type: 'follow', inbox: true });
  }

  /** A new token for the session that lives, before the old one expires. */
  async #renew(): Promise<void> {
    try {
      const token = await this.#tokens.get('expiring');
      this.#say({ type: 'token', token });
    } catch {
      // The service closes when it expires; then it is asked for again, with pauses.
    }
  }

  /** What was answered in the meantime, beyond what the hello could carry. */
  async #resend(): Promise<void> {
    const left = (await this.#outbox.list()).slice(100);
    if (left.length > 0) await this.#deliver(left);
  }

  #received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'notify':
        this.#say({ type: 'ack', id: frame.id, kind: 'received' });
        return this.#notified(frame);
      case 'retract':
        return this.#retracted(frame.id, frame.reason);
      case 'presence':
        return this.#people(frame.people);
      case 'inbox':
        return this.#store.emit('inbox', frame);
      case 'ring':
        return this.#rings?.answered(frame);
      case 'pong': {
        const answers = this.#pings.shift();
        if (answers) void this.#confirmed(answers);
        return;
      }
      case 'error':
      case 'warning':
        return this.#store.emit('problem', frame);
    }
  }

  #notified(frame: Notify): void {
    const known = this.#shown(frame.id);
    const ping = this.#show(frame);
    if (!frame.ring) this.#rings?.end(frame.id); // The sound has moved on.
    // What is shown already is not announced again, unless it rings as a new attempt.
    if (ping && (!known || (frame.ring && known.attempt !== frame.attempt))) this.#store.emit('ping', ping);
  }

  #show(frame: Notify): Ping<D> | undefined {
    let ping: Ping<D>;
    try {
      ping = pingOf(frame, this, this.#o.check);
    } catch {
      this.nack(frame.id);
      return undefined;
    }
    const same = (one: Ping<D>) => one.id === frame.id || (frame.collapse_key !== undefined && one.collapseKey === frame.collapse_key);
    const at = this.#store.state.shown.findIndex(same);
    const rest = this.#store.state.shown.filter(one => !same(one));
    this.#store.put({ shown: at < 0 ? [...rest, ping] : [...rest.slice(0, at), ping, ...rest.slice(at)] });
    return ping;
  }

  #retracted(id: string, reason: string): void {
    this.#rings?.end(id);
    if (this.#forget(id)) this.#store.emit('retract', { id, reason });
  }

  #forget(id: string): boolean {
    const known = this.#shown(id) !== undefined;
    if (known) this.#store.put({ shown: this.#store.state.shown.filter(ping => ping.id !== id) });
    return known;
  }

  #shown(id: string): Ping<D> | undefined {
    return this.#store.state.shown.find(ping => ping.id === id);
  }

  #people(people: readonly Person[]): void {
    const all = new Map(this.#store.state.people);
    people.forEach(person => all.set(person.user, person));
    this.#store.put({ people: all });
    this.#store.emit('presence', people);
  }

  #say(frame: ClientFrame): boolean {
    if (this.#link.link.phase !== 'live' || !this.#way) return false;
    if (frame.type === 'ping') this.#pings.push(undefined);
    this.#log('sent', frame);
    void this.#way.send(frame).catch(() => {});
    return true;
  }

  /** Sends answers. A WebSocket confirms nothing, so a ping follows: its pong says that what came before was read. */
  async #deliver(answers: readonly Answer[]): Promise<AnswerState> {
    const way = this.#way;
    const link = this.#link.link;
    if (!way || link.phase !== 'live') return 'kept';
    try {
      await Promise.all(answers.map(answer => way.send({ type: 'ack', ...answer })));
      if (link.transport === 'websocket') {
        this.#pings.push([...answers]);
        await way.send({ type: 'ping' });
      } else {
        await this.#confirmed(answers);
      }
      return 'sent';
    } catch {
      return 'kept';
    }
  }

  async #confirmed(answers: readonly Answer[]): Promise<void> {
    await this.#adding;
    await this.#outbox.remove(answers);
    await this.#countUnsent();
  }

  async #countUnsent(): Promise<void> {
    const unsent = (await this.#outbox.list()).length;
    if (unsent !== this.#store.state.unsent) this.#store.put({ unsent });
  }

  #observe(facts: Observations, by: Evidence): void {
    this.#facts = over(this.#facts, facts);
    this.#store.observed(facts, by, this.#clock.now());
    this.#report();
  }

  /** What is observed within one turn goes in one frame. */
  #report(): void {
    if (this.#reporting) return;
    this.#reporting = true;
    queueMicrotask(() => {
      this.#reporting = false;
      this.#say({ type: 'report', seq: ++this.#seq, ...this.#merged() });
    });
  }

  #merged(): Observations {
    return { ...this.#facts, capabilities: [...new Set(['receipts', ...(this.#facts.capabilities ?? [])])] };
  }

  /** Everybody who is watched by anyone. */
  #who(): { users?: string[]; groups?: string[] } {
    const all = (kind: 'users' | 'groups') => [...new Set([...this.#watches].flatMap(who => who[kind] ?? []))];
    return { users: all('users'), groups: all('groups') };
  }

  #log(what: 'sent' | 'received', detail: ClientFrame | ServerFrame): void {
    this.#o.log?.({ at: this.#clock.now(), what, detail });
  }

  #fetch(): typeof fetch {
    return this.#o.fetch ?? globalThis.fetch.bind(globalThis);
  }

  #url(): URL {
    const url = new URL(this.#o.url, globalThis.location?.href);
    return url.pathname.endsWith('/') ? url : new URL(`${url.pathname}/`, url);
  }
}
