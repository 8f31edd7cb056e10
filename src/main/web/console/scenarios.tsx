/** Scenarios in virtual time: a day in a second, played by the service's own code; scrub through it, and play it again with other rules. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Empty, Failed, link, useAction, useApi, useLoad } from './parts.js';
import type { Story } from './types.js';
import { gates } from './verdict.js';
import { Candidates, Ladder } from './why.js';

interface Example { name: string; title: string; scenario: string }
interface Happening { at: string; kind: string; who?: string; text: string; notification?: string }
interface Played { scenario: string; start: string; passed: boolean; happenings: Happening[]; expectations: { sentence: string; holds: boolean }[]; stories: Story[] }
/** A result, with the name of the rules that it was played with. */
interface Take { by: string; played: Played }

export function Scenarios() {
  const api = useApi();
  const examples = useLoad(() => api.get<{ data: Example[] }>('v1/simulations/examples'), []);
  const [scenario, write] = useState('');
  const [rules, edit] = useState<string>();
  const [takes, keep] = useState<readonly Take[]>([]);
  const [busy, wait] = useState(false);
  const { run, said } = useAction();
  useEffect(() => {
    const first = examples.value?.data[0];
    if (first && !scenario) write(first.scenario);
  }, [examples.value]);
  if (examples.error) return <><h1>Scenarios</h1><Failed error={examples.error} /></>;
  const play = () => run(async () => {
    wait(true);
    try {
      const played = await api.send<Played>('POST', 'v1/simulations', { scenario, ...(rules !== undefined && { rules }) });
      const before = takes.at(-1);
      // The take before stays beside the new one, if it is of the same scenario.
      keep([...(before?.played.scenario === played.scenario ? [before] : []), { by: rules === undefined ? 'the built-in rules' : 'the edited rules', played }]);
    } finally {
      wait(false);
    }
  });
  return (
    <>
      <h1>Scenarios</h1>
      <p>A scenario is played in virtual time by the service’s own code, in a process of its own: hours take a moment, and the same scenario has the same outcome. Devices that you move by hand are in the <a href={link('simulator')}>simulator</a>.</p>
      <div class="row">
        <label>Begin with <select onChange={event => { write(examples.value!.data.find(each => each.name === event.currentTarget.value)!.scenario); keep([]); }}>{examples.value?.data.map(each => <option key={each.name} value={each.name}>{each.title}</option>)}</select></label>
      </div>
      <div class="two">
        <label class="wide">Scenario <textarea rows={18} spellcheck={false} value={scenario} onInput={event => write(event.currentTarget.value)} /></label>
        {rules === undefined ? (
          <div>
            <p>Played with the built-in rules.</p>
            <button type="button" class="quiet" onClick={() => void run(async () => edit((await api.get<{ text: string }>('v1/rules')).text))}>Change the rules</button>
          </div>
        ) : (
          <label class="wide">Rules <textarea rows={18} spellcheck={false} value={rules} onInput={event => edit(event.currentTarget.value)} /></label>
        )}
      </div>
      <div class="row">
        <button type="button" disabled={busy || !scenario.trim()} onClick={() => void play()}>{busy ? 'Playing …' : takes.length ? 'Play again' : 'Play'}</button>
        {rules !== undefined && <button type="button" class="quiet" onClick={() => edit(undefined)}>Back to the built-in rules</button>}
      </div>
      {said}
      {takes.length === 0 ? <Empty><p>Play it, and see when what rings, and why.</p></Empty> : <Timeline key={takes.map(take => take.by).join()} takes={takes} />}
    </>
  );
}

/** One or two takes side by side, under one slider. */
function Timeline({ takes }: { takes: readonly Take[] }) {
  const moments = useMemo(() => [...new Set(takes.flatMap(({ played }) => [played.start, ...played.happenings.map(each => each.at)].map(Date.parse)))].sort((a, b) => a - b), [takes]);
  const [place, move] = useState(Math.max(0, moments.length - 1));
  const at = moments[Math.min(place, moments.length - 1)]!;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <label class="wide">Until {time(at, takes[0]!.played.start)} <input type="range" min={0} max={moments.length - 1} value={place} onInput={event => move(Number(event.currentTarget.value))} /></label>
      <div class="two">{takes.map((take, index) => <OneTake key={index} take={take} at={at} title={takes.length === 2 ? (index === 0 ? 'Before' : 'Now') : 'Outcome'} />)}</div>
    </section>
  );
}

function OneTake({ take, at, title }: { take: Take; at: number; title: string }) {
  const { played } = take;
  const past = played.happenings.filter(each => Date.parse(each.at) <= at);
  const rings = past.filter(each => each.kind === 'rings').length;
  const decided = played.stories.flatMap(story => story.lines).filter(line => line.explanation && Date.parse(line.at) <= at).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  const id = title.toLowerCase();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}, by {take.by}</h3>
      <p class={played.passed ? 'good' : 'bad'} role="status">{played.expectations.length === 0 ? 'It expects nothing.' : played.passed ? 'As expected.' : 'Not as expected.'} {rings === 1 ? '1 ring' : `${rings} rings`} so far.</p>
      <ul>{played.expectations.map(each => <li key={each.sentence}>{each.holds ? '✓' : '✗'} {each.sentence}</li>)}</ul>
      <Marks played={played} at={at} />
      <ol class="story">
        {past.map((each, index) => (
          <li key={index} class={each.kind === 'rings' ? 'ringing' : ''}>{time(each.at, played.start)} <strong>{each.kind === 'event' ? each.text.replace('notification.', '') : `${each.who ?? ''} ${each.kind}`}</strong> {each.kind === 'event' ? each.who : each.text}</li>
        ))}
      </ol>
      {decided?.explanation && (
        <details open>
          <summary>The decision at {time(decided.at, played.start)}: {decided.cause}</summary>
          <Ladder gates={gates(decided.explanation)} rules={decided.explanation.rules} />
          <Candidates of={decided.explanation.candidates} />
        </details>
      )}
    </section>
  );
}

const WIDTH = 560;
const ROW = 24;
const LEFT = 120;

/** A lane for each device, with its rings (filled) and silent displays. */
function Marks({ played, at }: { played: Played; at: number }) {
  const shown = played.happenings.filter(each => each.kind === 'rings' || each.kind === 'shows' || each.kind === 'retract');
  const devices = [...new Set(shown.map(each => each.who ?? ''))].sort();
  const start = Date.parse(played.start);
  const end = Math.max(start + 1, ...played.happenings.map(each => Date.parse(each.at)));
  const x = (moment: number) => LEFT + ((moment - start) / (end - start)) * (WIDTH - LEFT - 12);
  if (devices.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Devices, by ${played.passed ? 'passed' : 'failed'} run`}>
      <svg class="lanes" viewBox={`0 0 ${WIDTH} ${devices.length * ROW + 4}`} width={WIDTH} height={devices.length * ROW + 4} role="img" aria-label="Rings and silent displays of each device; the same is in the list below.">
        {devices.map((device, row) => (
          <g key={device} transform={`translate(0 ${row * ROW})`}>
            <text x={0} y={16}>{device}</text>
            <line x1={LEFT} x2={WIDTH} y1={ROW - 2} y2={ROW - 2} />
            {shown.filter(each => each.who === device).map((each, index) => <circle key={index} class={each.kind} cx={x(Date.parse(each.at))} cy={11} r={each.kind === 'retract' ? 3 : 6} opacity={Date.parse(each.at) <= at ? 1 : 0.25}><title>{`${time(each.at, played.start)} ${each.kind} ${each.text}`}</title></circle>)}
          </g>
        ))}
        <line class="now" x1={x(at)} x2={x(at)} y1={0} y2={devices.length * ROW} />
      </svg>
    </div>
  );
}

/** A time of day at the offset of the scenario; with the day, if it is another one. */
function time(at: string | number, start: string): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(start);
  const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  const local = new Date((typeof at === 'number' ? at : Date.parse(at)) + minutes * 60_000).toISOString();
  const first = new Date(Date.parse(start) + minutes * 60_000).toISOString();
  return local.slice(0, 10) === first.slice(0, 10) ? local.slice(11, 19) : `${local.slice(5, 10)} ${local.slice(11, 19)}`;
}
