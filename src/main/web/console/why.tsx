/** Why? One box, a sentence, the ladder of gates, and the lanes of time. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { bring, caseOf } from './case.js';
import { Copy, Empty, Loaded, Mark, Time, link, useApi, useLoad, useMay } from './parts.js';
import { Problem, type CloudEvent } from './api.js';
import { Lanes } from './lanes.js';
import type { Candidate, Chance, Notification, Page, RuleLine, Story } from './types.js';
import { STAGES, verdict, type Gate, type Verdict } from './verdict.js';

export function Why({ about }: { about?: string | undefined }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || (event.target as HTMLElement).matches('input, textarea, [contenteditable]')) return;
      event.preventDefault();
      box.current?.select();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <>
      <h1>Why?</h1>
      <form
        role="search"
        onSubmit={event => {
          event.preventDefault();
          const asked = box.current!.value.trim();
          if (asked) location.hash = link('why', asked);
        }}
      >
        <label class="wide">
          A user, a notification’s id, a collapse key or an idempotency key
          <input ref={box} name="about" defaultValue={about ?? ''} key={about} autocomplete="off" spellcheck={false} required />
        </label>
        <button>Find out</button>
      </form>
      {!about ? (
        <Empty>
          <p>Type a user to see what became of their notifications, or an id such as <code>ntf_…</code>, or a key that your app sent. The key <kbd>/</kbd> leads back here.</p>
          <p>Nothing sent yet? Open the <a href={link('simulator')}>simulator</a>, connect a device, and ring it.</p>
          <Latest />
        </Empty>
      ) : about.startsWith('ntf_') ? (
        <Reasons key={about} id={about} />
      ) : (
        <OfUser key={about} user={about} />
      )}
    </>
  );
}

/** The newest notifications of the tenant. */
function Latest() {
  const page = useLoad(api => api.get<Page<Notification>>('v1/notifications?limit=10'), []);
  const data = page.value?.data ?? [];
  return data.length === 0 ? null : (
    <section aria-labelledby="latest">
      <h2 id="latest">The newest</h2>
      <ul class="cards">{data.map(each => <li key={each.id}><Short notification={each} of={each.to.user} /></li>)}</ul>
    </section>
  );
}

/** A word that is no user's name, or too long for a key, finds nothing; any other failure is told. */
function noneIfRefused(error: Error): Page<Notification> {
  if (error instanceof Problem && [400, 404, 414].includes(error.status)) return { data: [] };
  throw error;
}

function OfUser({ user }: { user: string }) {
  // The word may be a user, or a key that the app sent along: the notifications of whichever it is.
  const page = useLoad(async api => {
    const find = (what: string) => api.get<Page<Notification>>(`v1/notifications?${new URLSearchParams({ [what]: user, limit: '20' })}`).catch(noneIfRefused);
    const own = await api.get<Page<Notification>>(`v1/users/${encodeURIComponent(user)}/notifications?limit=20`).catch(noneIfRefused);
    if (own.data.length > 0) return own;
    const [once, collapsed] = await Promise.all([find('idempotency_key'), find('collapse_key')]);
    return { data: [...once.data, ...collapsed.data.filter(each => !once.data.some(other => other.id === each.id))] };
  }, [user]);
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Notifications for <a href={link('people', user)}>{user}</a></h2>
      <Loaded of={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty><p>There is no user and no key {user} with a notification. Is the name right? Notifications are kept for some days only.</p></Empty>
          ) : (
            <ul class="cards">
              {data.map(each => <li key={each.id}><Short notification={each} /></li>)}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Short({ notification, of }: { notification: Notification; of?: string | undefined }) {
  const short = verdict(notification, { id: notification.id, state: notification.state, lines: [] }, new Date());
  return (
    <a href={link('why', notification.id)} class="card">
      <Mark state={notification.state} /> {short.sentence} <small>{of && <>{of}, </>}<Time at={notification.created_at} />, {notification.priority}, {notification.category}</small>
    </a>
  );
}

interface Found { notification: Notification; story: Story; events: CloudEvent[] }

function Reasons({ id }: { id: string }) {
  const api = useApi();
  const found = useLoad<Found>(async () => {
    const [notification, story] = await Promise.all([
      api.get<Notification>(`v1/notifications/${encodeURIComponent(id)}`),
      api.get<Story>(`v1/notifications/${encodeURIComponent(id)}/trace`),
    ]);
    return { notification, story, events: await around(notification) };
  }, [id]);

  /** The user's presence and notification events from a minute before to the end; none where the key may not read them. */
  async function around(notification: Notification): Promise<CloudEvent[]> {
    if (!notification.to.user) return [];
    const since = new Date(Date.parse(notification.created_at) - 60_000).toISOString();
    const query = new URLSearchParams({ after: since, users: notification.to.user, limit: '250' });
    const page = await api.get<Page<CloudEvent>>(`v1/events?${query}`).catch(() => ({ data: [] }));
    const end = notification.ended_at ?? new Date().toISOString();
    return page.data.filter(event => event.time <= end);
  }

  return (
    <Loaded of={found}>
      {({ notification, story, events }) => <Answer {...{ notification, story, events }} said={verdict(notification, story, new Date())} again={found.again} />}
    </Loaded>
  );
}

function Answer({ notification, story, events, said, again }: Found & { said: Verdict; again: () => void }) {
  const api = useApi();
  const path = `v1/notifications/${notification.id}`;
  // A case needs a device that could be another way.
  const mayTry = useMay('rules') && (said.explanation?.candidates.length ?? 0) > 0;
  const changes = [...story.lines].reverse().find(line => line.would_change?.length)?.would_change ?? [];
  return (
    <>
      <p class={`verdict ${said.tone}`} role="status" aria-live="polite"><Mark state={notification.state} /> {said.sentence}</p>
      <p class="row">
        <span>{notification.id}</span>
        {notification.to.user && <a href={link('people', notification.to.user)}>{notification.to.user}</a>}
        <span>{notification.priority}</span>
        <span>{notification.category}</span>
        <Time at={notification.created_at} />
        <button type="button" class="quiet" onClick={again}>Look again</button>
        <Copy text={api.curl('GET', `${path}/trace`)} label="Copy as curl" />
      </p>
      {said.gates.length > 0 && <Ladder gates={said.gates} rules={said.rules} />}
      {said.explanation && said.explanation.candidates.length > 0 && <Candidates of={said.explanation.candidates} />}
      {changes.length > 0 && (
        <section aria-labelledby="changes">
          <h2 id="changes">What would have changed it</h2>
          <ul>
            {changes.map(each => (
              <li key={each.change}>
                {mayTry ? <button type="button" class="quiet" onClick={() => { bring(caseOf(said.explanation!, notification.priority, each.change)); location.hash = link('rules'); }}>{each.change}</button> : <strong>{each.change}</strong>}: {each.effect}.
              </li>
            ))}
          </ul>
          {mayTry && <p>A button opens the case, after that change, beside the <a href={link('rules')}>rules</a>.</p>}
        </section>
      )}
      <section aria-labelledby="lanes">
        <h2 id="lanes">In time</h2>
        <Lanes notification={notification} events={events} />
      </section>
      <section aria-labelledby="story">
        <h2 id="story">Every step</h2>
        <ol class="story">
          {story.lines.map((line, number) => (
            <li key={number}>
              <Time at={line.at} /> <strong>{line.cause}</strong>
              {line.events.length > 0 && <> → {line.events.map(each => each.replace('notification.', '')).join(', ')}</>}
              {line.device && <> on {line.device}</>}
              {line.channel && <> by {line.channel}</>}
              {line.note && <>: {line.note}</>}
              {line.explanation && <Steps stages={line.explanation.stages} />}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Steps({ stages }: { stages: { stage: string; reason: string }[] }) {
  return <small class="steps">{stages.map(each => `${each.stage}: ${each.reason}`).join(' · ')}</small>;
}

/** The gates that a decision passed, stopped at, or did not reach. */
export function Ladder({ gates, rules }: { gates: readonly Gate[]; rules?: string | undefined }) {
  const [all, show] = useState(false);
  const shown = all ? gates : gates.filter(gate => gate.state !== 'not_reached');
  return (
    <section aria-labelledby="ladder">
      <h2 id="ladder">The last decision{rules && <small> by rules {rules}</small>}</h2>
      <ol class="ladder">
        {shown.map(gate => (
          <li key={gate.stage} class={gate.state}>
            <Mark state={gate.state} /> {gate.question} {gate.reason && <strong>{gate.reason}</strong>}
            <Rules lines={gate.rules} />
          </li>
        ))}
      </ol>
      <button type="button" class="quiet" onClick={() => show(!all)}>{all ? 'Show what was reached' : `Show all ${STAGES.length} gates`}</button>
    </section>
  );
}

function Rules({ lines }: { lines: readonly RuleLine[] }) {
  const told = lines.filter(line => line.verdict !== 'not_matched');
  return told.length === 0 ? null : <small> {told.map(line => `${line.rule}: ${line.verdict.replaceAll('_', ' ')}${line.points === undefined ? '' : `, ${line.points.toFixed(1)} points`}`).join(' · ')}</small>;
}

/** What a device was compared by: its gain where the choice is by chance, else its score. */
const worth = (line: Candidate) => line.chance?.gain ?? line.score;

/** The devices, the best first, with what spoke for and against each. */
export function Candidates({ of }: { of: readonly Candidate[] }) {
  const best = Math.max(...of.map(line => worth(line) ?? 0), 1e-9);
  return (
    <section aria-labelledby="candidates">
      <h2 id="candidates">Devices</h2>
      <ul class="candidates">
        {of.map(line => (
          <li key={line.device}>
            <strong>{line.device}</strong> {line.fate}: {line.reason.replaceAll('_', ' ')}. <Mark state={line.attention} note={`confidence ${Math.round(line.confidence * 100)} %`} />
            {worth(line) !== undefined && <meter min={0} max={best} value={Math.max(0, worth(line)!)}>{worth(line)}</meter>}
            {line.chance && <Odds of={line.chance} />}
            <Rules lines={line.rules} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The chance that a ring here is noticed, and what speaks for and against it, the strongest first. */
function Odds({ of: { noticed, seconds, evidence } }: { of: Chance }) {
  return (
    <small> {Math.round(noticed * 100)} % would notice a ring here, after about {seconds} s: {evidence.map(each => `${each.weight < 0 ? '−' : '+'} ${each.what}`).join(' · ')}</small>
  );
}
