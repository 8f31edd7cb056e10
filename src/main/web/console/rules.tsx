/** Rules: an editor with errors in place, a case as a form with its decision beside it, replay, versions, publish. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { Case, FIRST, factsOf, taken, variations, type CaseForm } from './case.js';
import type { RuleProblem, Word } from './editor.js';
import { Copy, Loaded, Session, Table, Time, link, useAction, useApi, useLoad } from './parts.js';
import type { Change, Explanation } from './types.js';
import { Problem } from './api.js';
import { gates } from './verdict.js';
import { Candidates, Ladder } from './why.js';

interface InForce { version: string; number: number; source: string; text: string }
interface Explained { decision: string; outcome: Record<string, string>; explanation: Explanation; would_change: Change[]; depends_on: { without: string; instead: string }[] }
interface Report { decisions: number; same: number; missed: number; changes: { from: string; to: string; count: number }[]; differences: { notification: string; at: string; was: string; would_be: string; because?: string }[] }

type Run = (work: () => Promise<string | void>) => Promise<void>;

/** A text that is not published: it outlives a look at another screen and a reload, and goes with the tab or by signing out. */
interface Draft { tenant: string; base: string; text: string }
const DRAFT = 'oneping.console.rules';

function drafted(tenant: string): Draft | undefined {
  const kept = sessionStorage.getItem(DRAFT);
  const draft = kept ? (JSON.parse(kept) as Draft) : undefined;
  return draft?.tenant === tenant ? draft : undefined;
}

function draft(text?: Draft): void {
  if (text) sessionStorage.setItem(DRAFT, JSON.stringify(text));
  else sessionStorage.removeItem(DRAFT);
}

export function Rules() {
  const api = useApi();
  const loaded = useLoad(async () => {
    const [rules, words] = await Promise.all([api.get<InForce>('v1/rules'), api.get<{ facts: Word[]; constants: { type: string; values: string[] }[] }>('v1/rules/vocabulary')]);
    return { rules, words: [...words.facts, ...words.constants.flatMap(each => each.values.map(name => ({ name, type: each.type, description: '' })))] };
  }, []);
  const { run, said } = useAction();
  return (
    <>
      <h1>Rules</h1>
      {said}
      <Loaded of={loaded}>{({ rules, words }) => <Bench key={rules.version} rules={rules} words={words} again={loaded.again} run={run} />}</Loaded>
    </>
  );
}

function Bench({ rules, words, again, run }: { rules: InForce; words: readonly Word[]; again: () => void; run: Run }) {
  const api = useApi();
  const { tenant } = useContext(Session).me;
  const [begun] = useState(() => drafted(tenant));
  const base = useRef(begun?.base ?? rules.version);
  const [text, set] = useState(begun?.text ?? rules.text);
  const write = (fresh: string) => {
    if (fresh === rules.text) base.current = rules.version;
    draft(fresh === rules.text ? undefined : { tenant, base: base.current, text: fresh });
    set(fresh);
  };
  const publish = async () => {
    try {
      await api.send('PUT', 'v1/rules', text, { 'If-Match': `"${rules.version}"` });
    } catch (error) {
      if (!(error instanceof Problem && error.status === 412)) throw error;
      again();
      throw new Error(`Not published. ${error.message} Your text is kept.`);
    }
    draft();
    again();
    return 'Published: every node uses them within a second.';
  };
  // What the service last said, and of which text; a text that it has not judged yet is neither valid nor wrong.
  const [judged, tell] = useState<{ text: string; problems: readonly RuleProblem[] }>({ text: rules.text, problems: [] });
  const { problems } = judged;
  const editor = useRef<{ set(text: string): void } | null>(null);
  const check = async (fresh: string): Promise<readonly RuleProblem[]> => {
    const answer = await api.send<{ valid: boolean; problems: RuleProblem[] }>('POST', 'v1/rules/validate', fresh);
    tell({ text: fresh, problems: answer.problems });
    return answer.problems;
  };
  const changed = text !== rules.text;
  const overtaken = changed && base.current !== rules.version;
  const valid = judged.text === text && problems.length === 0;
  const tried = judged.text === rules.text ? undefined : judged.text;
  return (
    <>
      <p>In force: {rules.version}, {rules.source === 'common' ? 'the common rules of the service' : `version ${rules.number} of your own`}.</p>
      <div class="row">
        <button
          type="button"
          disabled={!changed || !valid}
          onClick={() => void run(publish)}
        >
          {overtaken ? 'Publish over the newer ones' : 'Publish'}
        </button>
        <button type="button" class="quiet" disabled={!changed} onClick={() => editor.current?.set(rules.text)}>Undo all</button>
        {rules.source !== 'common' && <button type="button" class="quiet" onClick={() => void run(async () => { await api.send('DELETE', 'v1/rules'); again(); return 'The common rules are in force again.'; })}>Back to the common rules</button>}
        <Copy text={api.curl('GET', 'v1/rules')} label="Copy as curl" />
      </div>
      {overtaken && <p class="bad">Your text began as {base.current}, and {rules.version} is in force now: publishing undoes what changed between. “Undo all” opens those in force.</p>}
      <p role="status">{judged.text !== text ? 'Checking …' : valid ? (changed ? 'Valid, not published.' : 'Unchanged.') : `${problems.length} ${problems.length === 1 ? 'error' : 'errors'}; the first in line ${problems[0]!.line}: ${problems[0]!.message}`}</p>
      <div class="two">
        <Editor text={begun?.text ?? rules.text} words={words} changed={write} check={check} ready={made => (editor.current = made)} />
        <Playground rules={tried} broken={problems.length > 0} />
      </div>
      <Replay rules={tried} broken={problems.length > 0} />
      <Versions again={again} run={run} open={restored => editor.current?.set(restored)} />
    </>
  );
}

function Editor(props: { text: string; words: readonly Word[]; changed(text: string): void; check(text: string): Promise<readonly RuleProblem[]>; ready(editor: { set(text: string): void }): void }) {
  const host = useRef<HTMLDivElement>(null);
  const [failed, fail] = useState(false);
  useEffect(() => {
    let made: { close(): void } | undefined;
    let gone = false;
    import('./editor.js').then(
      ({ open }) => {
        if (gone || !host.current) return;
        const editor = open(host.current, props);
        made = editor;
        props.ready(editor);
      },
      () => fail(true),
    );
    return () => {
      gone = true;
      made?.close();
    };
  }, []);
  return failed ? <label class="wide">Rules in YAML <textarea rows={24} defaultValue={props.text} onInput={event => props.changed(event.currentTarget.value)} /></label> : <div ref={host} class="editor" />;
}

/** A decision without the length of its ack window, which changes with every second. */
const target = (decision: string) => decision.replace(/, for \d+ s$/, '').replace(/ until \S+$/, '');

function Playground({ rules, broken }: { rules?: string | undefined; broken: boolean }) {
  const api = useApi();
  const [form, set] = useState(taken() ?? FIRST);
  const [answer, show] = useState<{ value?: Explained; error?: string }>({});
  const [others, compare] = useState<readonly { change: string; form: CaseForm; decision: string }[]>([]);
  useEffect(() => {
    if (broken) return;
    let stop = false;
    const explain = (each: CaseForm) => api.send<Explained>('POST', 'v1/rules/explain', { ...(rules !== undefined && { rules }), case: factsOf(each) });
    const timer = setTimeout(async () => {
      try {
        const value = await explain(form);
        if (stop) return;
        show({ value });
        compare([]);
        // One after the other: the answer on the case itself is never delayed by what would change it.
        for (const each of variations(form)) {
          const other = await explain(each.form);
          if (stop) return;
          if (target(other.decision) !== target(value.decision)) compare(old => [...old, { ...each, decision: other.decision }]);
        }
      } catch (error) {
        if (!stop) show({ error: (error as Error).message });
      }
    }, 300);
    return () => {
      stop = true;
      clearTimeout(timer);
    };
  }, [form, rules, broken]);
  return (
    <section aria-labelledby="case">
      <h2 id="case">Try a case</h2>
      <Case form={form} changed={set} />
      {answer.error && <p class="bad" role="status">{answer.error}</p>}
      {answer.value && (
        <>
          <p class="verdict" role="status" aria-live="polite">It would {answer.value.decision}.</p>
          {answer.value.depends_on.length > 0 && <ul>{answer.value.depends_on.map(each => <li key={each.without}>Without <strong>{each.without}</strong> it would {each.instead}.</li>)}</ul>}
          {answer.value.would_change.length > 0 && <ul>{answer.value.would_change.map(each => <li key={each.change}>{each.change}: {each.effect}.</li>)}</ul>}
          {others.length > 0 && (
            <section aria-labelledby="otherwise">
              <h3 id="otherwise">What would change it</h3>
              <ul>{others.map(each => <li key={each.change}><button type="button" class="quiet" onClick={() => set(each.form)}>{each.change}</button> It would {each.decision}.</li>)}</ul>
            </section>
          )}
          <Ladder gates={gates(answer.value.explanation)} rules={answer.value.explanation.rules} />
          <Candidates of={answer.value.explanation.candidates} />
        </>
      )}
    </section>
  );
}

function Replay({ rules, broken }: { rules?: string | undefined; broken: boolean }) {
  const api = useApi();
  const [report, show] = useState<Report>();
  const { run, said } = useAction();
  return (
    <section aria-labelledby="replay">
      <h2 id="replay">Replay the last day</h2>
      <button type="button" class="quiet" disabled={broken} onClick={() => void run(async () => show(await api.send<Report>('POST', 'v1/rules/replay?hours=24', rules ?? '')))}>Replay with {rules ? 'these' : 'the present'} rules</button>
      {said}
      {report && (
        <>
          <p>{report.decisions} decisions, {report.same} the same{report.missed > 0 && `, ${report.missed} not recorded`}.</p>
          {report.changes.length > 0 && <ul>{report.changes.map(each => <li key={each.from + each.to}>{each.count} × {each.from} → {each.to}</li>)}</ul>}
          {report.differences.length > 0 && (
            <Table caption="Differences" head={['Notification', 'When', 'Was', 'Would be', 'Because']}>
              {report.differences.map(each => <tr key={each.notification + each.at}><th scope="row"><a href={link('why', each.notification)}>{each.notification}</a></th><td><Time at={each.at} /></td><td>{each.was}</td><td>{each.would_be}</td><td>{each.because}</td></tr>)}
            </Table>
          )}
        </>
      )}
    </section>
  );
}

function Versions({ open, again, run }: { open(text: string): void; again(): void; run: Run }) {
  const api = useApi();
  const all = useLoad(() => api.get<{ data: { number: number; version: string; published_at: string; restored?: number }[] }>('v1/rules/versions'), []);
  const [diff, show] = useState('');
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <Loaded of={all}>
        {({ data }) =>
          data.length === 0 ? <p>None of your own yet. Publishing makes the first.</p> : (
            <Table caption="Versions, the newest first" head={['Number', 'Version', 'Published', '']}>
              {data.map(each => (
                <tr key={each.number}>
                  <th scope="row">{each.number}</th>
                  <td>{each.version}{each.restored !== undefined && ` (of ${each.restored})`}</td>
                  <td><Time at={each.published_at} /></td>
                  <td>
                    <button type="button" class="quiet" onClick={() => void run(async () => open((await api.get<InForce>(`v1/rules/versions/${each.number}`)).text))}>Open</button>
                    <button type="button" class="quiet" onClick={() => void run(async () => show(await api.get<string>(`v1/rules/diff?from=${each.number - 1}&to=${each.number}`)))}>Diff</button>
                    <button type="button" class="quiet" onClick={() => void run(async () => { await api.send('POST', `v1/rules/versions/${each.number}/restore`, {}); again(); return 'Restored.'; })}>Restore</button>
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
      {diff && <pre tabIndex={0}>{diff}</pre>}
    </section>
  );
}
