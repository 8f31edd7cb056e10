import { type Link, type LinkEffect, type LinkEvent, type LinkState, initial, step } from './link.js';
import { memoryOutbox, type Outbox } from './outbox.js';
import type { Clock, Evidence, Events, InboxItem, Oneping, Options, Seen, State } from './options.js';
import { type AnswerState, type Ping, type PingHost, pingOf } from './ping.js';
import { Rings } from './ring.js';
import { Refused, Tokens } from './token.js';
import type { AckKind, Answer, ClientFrame, Hello, Notify, Observations, Person, ServerFrame, TransportName, Welcome, Who } from './wire.js';
import { poll } from './ways/poll.js';
import { stream } from './ways/stream.js';
import type { Dial, Way } from './ways/way.js';
import { websocket } from './ways/websocket.js';

const ways: Record<TransportName, (dial: Dial) => Way> = { websocket, stream, poll };
const everyWay: readonly TransportName[] = ['websocket', 'stream', 'poll'];

const realClock: Clock = {
  now: () => Date.now(),
  later(run, ms) {
    const timer = setTimeout(run, Math.min(ms, 0x7fffffff));
    return () => clearTimeout(timer);
  },
};

/** What tabs of one device say to each other. */
type Message =
  | { t: 'join' }
  | { t: 'state'; shown: readonly Notify[]; link: Link; people: readonly Person[]; epoch?: string; offset: number; skew: number }
  | { t: 'ping'; frame: Notify; skew: number; offset: number }
  | { t: 'retract'; id: string; reason: string; offset: number }
  | { t: 'link'; link: Link; epoch?: string; offset: number }
  | { t: 'people'; people: readonly Person[] }
  | { t: 'answer'; answer: Answer }
  | { t: 'nack'; id: string }
  | { t: 'facts'; tab: string; facts: Observations | null };

/** Makes a client. Importing and calling it touches no global and opens nothing; `connect` does. */
export function oneping<D = unknown>(options: Options<D>): Oneping<D> {
  return new Client<D>(options);
}

class Client<D> implements Oneping<D>, PingHost {
  readonly #o: Options<D>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ways: readonly TransportName[];
  readonly #tokens: Tokens;
  readonly #outbox: Outbox;
  readonly #rings: Rings;
  readonly #listeners = new Set<() => void>();
  readonly #events = new Map<keyof Events<D>, Set<(event: never) => void>>();
  readonly #frames = new Map<string, Notify>();
  readonly #watched = new Map<string, number>();
  readonly #others = new Map<string, Observations>();
  readonly #pings: (Answer[] | undefined)[] = [];
  readonly #tab = Math.random().toString(36).slice(2);

  #state: State<D>;
  #link: LinkState = initial;
  #way: Way | undefined;
  #alarm: (() => void) | undefined;
  #renewal: (() => void) | undefined;
  #stop: (() => void)[] = [];
  #group: { say(message: unknown): void; leave(): void } | undefined;
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
    this.#rings = new Rings(id => this.#say({ type: 'ring', id }), (run, ms) => this.#clock.later(run, ms));
    this.#state = { link: initial.link, leader: options.tabs === undefined, shown: [], people: new Map(), observed: {}, unsent: 0 };
    this.#count(options.watch ?? {}, 1);
  }

  // --- what an app calls -----------------------------------------------------------------------------------------------

  get state(): State<D> {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  on<K extends keyof Events<D>>(type: K, listen: (event: Events<D>[K]) => void, options?: { signal?: AbortSignal }): () => void {
    let all = this.#events.get(type);
    if (!all) this.#events.set(type, (all = new Set()));
    all.add(listen as (event: never) => void);
    const off = () => void all.delete(listen as (event: never) => void);
    options?.signal?.addEventListener('abort', off, { once: true });
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
    if (this.#o.tabs) {
      this.#group = this.#o.tabs.join(this.#o.device, { lead: leads => this.#lead(leads), hear: message => this.#hear(message as Message) });
      this.#group.say({ t: 'join' } satisfies Message);
      this.#tellFacts();
    } else {
      this.#do({ type: 'connect' });
    }
  }

  async close(): Promise<void> {
    this.#stop.forEach(stop => stop());
    this.#stop = [];
    this.#group?.say({ t: 'facts', tab: this.#tab, facts: null } satisfies Message);
    this.#group?.leave();
    this.#group = undefined;
    this.#rings.endAll();
    this.#do({ type: 'close' });
    this.#put({ link: this.#link.link });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  report(facts: Observations): void {
    this.#observe(facts, 'app');
  }

  watch(who: Who): () => void {
    this.#watch(who, 1, 'watch');
    let ended = false;
    return () => {
      if (!ended) this.#watch(who, -1, 'unwatch');
      ended = true;
    };
  }

  async *inbox(options: { state?: 'open' | 'ended' } = {}): AsyncIterable<InboxItem> {
    const query = options.state ? `?state=${options.state}` : '';
    let path: string | undefined = `v1/users/me/notifications${query}`;
    while (path !== undefined) {
      const token: string = await this.#tokens.get('first');
      const answer: Response = await this.#fetch()(new URL(path, this.#url()), { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`The inbox cannot be read: status ${answer.status}.`);
      const page = (await answer.json()) as { data: InboxItem[]; next_cursor?: string };
      yield* page.data;
      path = page.next_cursor && `v1/users/me/notifications${query}${query ? '&' : '?'}after=${encodeURIComponent(page.next_cursor)}`;
    }
  }

  areYouThere(): void {
    this.#do({ type: 'wake' });
  }

  // --- what a ping calls -----------------------------------------------------------------------------------------------

  async answer(id: string, kind: AckKind): Promise<AnswerState> {
    const answer: Answer = { id, kind };
    this.#rings.end(id);
    if (!this.#state.leader) {
      this.#group?.say({ t: 'answer', answer } satisfies Message);
      this.#forget(id);
      return 'sent';
    }
    await this.#outbox.add(answer);
    this.#forget(id);
    this.#group?.say({ t: 'retract', id, reason: 'answered', offset: this.#link.offset } satisfies Message);
    const sent = await this.#deliver([answer]);
    void this.#countUnsent();
    return sent;
  }

  nack(id: string): void {
    if (this.#state.leader) this.#say({ type: 'nack', id });
    else this.#group?.say({ t: 'nack', id } satisfies Message);
    this.#forget(id);
  }

  sound(id: string, play: (signal: AbortSignal) => void | Promise<void>): Promise<boolean> {
    // Of the tabs, the one with the connection sounds; of the devices, the one with the lease.
    if (!this.#state.leader || !this.#frames.get(id)?.ring) return Promise.resolve(false);
    return this.#rings.sound(id, play, () => this.#clock.now() + this.skew);
  }

  // --- the connection --------------------------------------------------------------------------------------------------

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
    this.#alarm = due === undefined ? undefined : this.#clock.later(() => this.#do({ type: 'timer' }), Math.max(0, due - this.#clock.now()));
  }

  #linkChanged(link: Link): void {
    if (link.phase !== 'live') this.#rings.endAll();
    this.#put({ link });
    this.#emit('link', link);
    this.#o.log?.({ at: this.#clock.now(), what: 'link', detail: link });
    this.#group?.say({ t: 'link', link, ...this.#place() } satisfies Message);
  }

  #perform(effect: LinkEffect): void {
    switch (effect.type) {
      case 'token':
        return void this.#getToken(effect.dial, effect.why);
      case 'dial':
        return void this.#dial(effect);
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
    const [token, kept] = [await this.#tokens.get('first'), (await this.#outbox.list()).slice(0, 100)];
    if (dial !== this.#link.dial) return;
    const watch = this.#who();
    const hello: Hello = {
      type: 'hello',
      device: this.#o.device,
      platform: this.#o.platform ?? 'web',
      report: { ...this.#merged(), seq: ++this.#seq },
      resume,
      ...(this.#frames.size > 0 && { shown: [...this.#frames.keys()].slice(-100) }),
      ...(kept.length > 0 && { acks: kept }),
      ...(watch && { watch }),
    };
    this.#log('sent', hello);
    const way = ways[transport]({
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
    this.#way = way;
  }

  #welcomed(welcome: Welcome): void {
    this.skew = Date.parse(welcome.server_time) - this.#clock.now();
    (welcome.handled ?? []).forEach(id => this.#retracted(id, 'handled'));
    this.#renewal?.();
    const renewAt = this.#tokens.renewAt;
    if (renewAt !== Infinity) this.#renewal = this.#clock.later(() => void this.#renew(), Math.max(0, renewAt - this.#clock.now()));
    void this.#resend();
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
      case 'ring':
        return this.#rings.answered(frame);
      case 'pong': {
        const answers = this.#pings.shift();
        if (answers) void this.#confirmed(answers);
        return;
      }
      case 'error':
        return this.#emit('problem', frame);
      default:
      // A frame of a newer service.
    }
  }

  #notified(frame: Notify): void {
    const known = this.#frames.get(frame.id);
    const ping = this.#show(frame);
    if (!ping) return;
    this.#group?.say({ t: 'ping', frame, skew: this.skew, offset: this.#link.offset } satisfies Message);
    // What is shown already is not announced again, unless it rings as a new attempt.
    if (!known || known.attempt !== frame.attempt) this.#emit('ping', ping);
  }

  #show(frame: Notify): Ping<D> | undefined {
    let ping: Ping<D>;
    try {
      ping = pingOf(frame, this, this.#o.check);
    } catch {
      this.nack(frame.id);
      return undefined;
    }
    this.#frames.set(frame.id, frame);
    const same = (one: Ping<D>) => one.id === frame.id || (frame.collapse_key !== undefined && one.collapseKey === frame.collapse_key);
    const at = this.#state.shown.findIndex(same);
    const rest = this.#state.shown.filter(one => !same(one));
    this.#put({ shown: at < 0 ? [...rest, ping] : [...rest.slice(0, at), ping, ...rest.slice(at)] });
    return ping;
  }

  #retracted(id: string, reason: string): void {
    this.#rings.end(id);
    this.#group?.say({ t: 'retract', id, reason, offset: this.#link.offset } satisfies Message);
    if (this.#forget(id)) this.#emit('retract', { id, reason });
  }

  #forget(id: string): boolean {
    const known = this.#frames.delete(id);
    if (this.#state.shown.some(ping => ping.id === id)) this.#put({ shown: this.#state.shown.filter(ping => ping.id !== id) });
    return known;
  }

  #people(people: readonly Person[]): void {
    const all = new Map(this.#state.people);
    people.forEach(person => all.set(person.user, person));
    this.#put({ people: all });
    this.#emit('presence', people);
    if (this.#state.leader) this.#group?.say({ t: 'people', people } satisfies Message);
  }

  // --- saying ----------------------------------------------------------------------------------------------------------

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
    await this.#outbox.remove(answers);
    await this.#countUnsent();
  }

  async #countUnsent(): Promise<void> {
    const unsent = (await this.#outbox.list()).length;
    if (unsent !== this.#state.unsent) this.#put({ unsent });
  }

  // --- observing -------------------------------------------------------------------------------------------------------

  #observe(facts: Observations, by: Evidence): void {
    const at = this.#clock.now();
    this.#facts = { ...this.#facts, ...facts, ...(facts.attention && { attention: { ...this.#facts.attention, ...facts.attention } }) };
    const observed = Object.fromEntries(Object.entries(facts).map(([field, value]) => [field, { value, by, at }])) as Seen;
    this.#put({ observed: { ...this.#state.observed, ...observed } });
    if (this.#state.leader) this.#report();
    else this.#tellFacts();
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

  #tellFacts(): void {
    this.#group?.say({ t: 'facts', tab: this.#tab, facts: this.#facts } satisfies Message);
  }

  /** What all tabs of the device see together: it is visible where one is, and as idle as the least idle. */
  #merged(): Observations {
    const all = [this.#facts, ...this.#others.values()].map(facts => facts.attention ?? {});
    const any = (field: 'visible' | 'focused' | 'typing' | 'in_call' | 'presenting') => {
      const known = all.map(one => one[field]).filter(value => value !== undefined);
      return known.length === 0 ? {} : { [field]: known.some(Boolean) };
    };
    const idle = all.map(one => one.idle_ms).filter(ms => ms !== undefined);
    const attention = {
      ...this.#facts.attention,
      ...any('visible'),
      ...any('focused'),
      ...any('typing'),
      ...any('in_call'),
      ...any('presenting'),
      ...(idle.length > 0 && { idle_ms: Math.min(...idle) }),
    };
    const capabilities = [...new Set(['receipts', ...(this.#facts.capabilities ?? [])])];
    return { ...this.#facts, ...(Object.keys(attention).length > 0 && { attention }), capabilities };
  }

  // --- tabs ------------------------------------------------------------------------------------------------------------

  #lead(leads: boolean): void {
    if (leads === this.#state.leader) return;
    this.#put({ leader: leads });
    if (leads) {
      const { epoch, offset } = this.#link;
      this.#do({ type: 'connect' });
      this.#link = { ...this.#link, epoch, offset };
    } else {
      this.#do({ type: 'close' });
    }
  }

  #hear(message: Message): void {
    if (this.#state.leader) this.#hearAsLeader(message);
    else this.#hearAsFollower(message);
  }

  #hearAsLeader(message: Message): void {
    switch (message.t) {
      case 'join':
        return this.#group?.say({
          t: 'state',
          shown: [...this.#frames.values()],
          link: this.#link.link,
          people: [...this.#state.people.values()],
          skew: this.skew,
          ...this.#place(),
        } satisfies Message);
      case 'answer':
        return void this.answer(message.answer.id, message.answer.kind);
      case 'nack':
        return this.nack(message.id);
      case 'facts':
        if (message.facts) this.#others.set(message.tab, message.facts);
        else this.#others.delete(message.tab);
        return this.#report();
      default:
    }
  }

  #hearAsFollower(message: Message): void {
    if ('offset' in message) this.#link = { ...this.#link, offset: message.offset, ...('epoch' in message && { epoch: message.epoch }) };
    switch (message.t) {
      case 'state':
        this.skew = message.skew;
        message.shown.forEach(frame => this.#frames.has(frame.id) || this.#announce(frame));
        this.#people(message.people);
        return this.#follow(message.link);
      case 'ping':
        this.skew = message.skew;
        return this.#announce(message.frame);
      case 'retract':
        return void (this.#forget(message.id) && this.#emit('retract', { id: message.id, reason: message.reason }));
      case 'link':
        return this.#follow(message.link);
      case 'people':
        return this.#people(message.people);
      case 'facts':
        // Kept for the day that this tab leads.
        if (message.facts) this.#others.set(message.tab, message.facts);
        else this.#others.delete(message.tab);
        return;
      default:
    }
  }

  #announce(frame: Notify): void {
    const ping = this.#show(frame);
    if (ping) this.#emit('ping', ping);
  }

  #follow(link: Link): void {
    this.#put({ link });
    this.#emit('link', link);
  }

  #place(): { epoch?: string; offset: number } {
    const { epoch, offset } = this.#link;
    return { ...(epoch !== undefined && { epoch }), offset };
  }

  // --- watching --------------------------------------------------------------------------------------------------------

  #watch(who: Who, by: 1 | -1, type: 'watch' | 'unwatch'): void {
    const changed = this.#count(who, by);
    if (changed.users?.length || changed.groups?.length) this.#say({ type, ...changed });
  }

  /** Counts, and answers with those who are watched for the first time, or no longer. */
  #count(who: Who, by: 1 | -1): Who {
    const pick = (kind: 'users' | 'groups') =>
      (who[kind] ?? []).filter(name => {
        const before = this.#watched.get(`${kind} ${name}`) ?? 0;
        this.#watched.set(`${kind} ${name}`, before + by);
        return by > 0 ? before === 0 : before === 1;
      });
    return named(pick('users'), pick('groups'));
  }

  #who(): Who | undefined {
    const of = (kind: string) => [...this.#watched].filter(([key, n]) => n > 0 && key.startsWith(kind)).map(([key]) => key.slice(kind.length + 1));
    const who = named(of('users'), of('groups'));
    return who.users || who.groups ? who : undefined;
  }

  // --- the rest --------------------------------------------------------------------------------------------------------

  #put(part: Partial<State<D>>): void {
    this.#state = { ...this.#state, ...part };
    this.#listeners.forEach(listener => listener());
  }

  #emit<K extends keyof Events<D>>(type: K, event: Events<D>[K]): void {
    this.#events.get(type)?.forEach(listen => (listen as (event: Events<D>[K]) => void)(event));
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

function named(users: string[], groups: string[]): Who {
  return { ...(users.length > 0 && { users }), ...(groups.length > 0 && { groups }) };
}
