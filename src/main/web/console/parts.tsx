/** The parts that several screens share. */
import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { Api, Problem } from './api.js';
import type { Me } from './types.js';
import { clock, span } from './verdict.js';

export const Session = createContext<{ api: Api; me: Me }>(undefined as never);
export const useApi = () => useContext(Session).api;

/** Whether the key that signed in has a scope. */
export function useMay(scope: string): boolean {
  const { scopes } = useContext(Session).me;
  // An admin has every scope of the tenant, and `operator` is not of a tenant.
  return scopes.includes(scope) || (scope !== 'operator' && scopes.includes('admin'));
}

/** Something that is loaded: again if `keys` change, or on demand. */
export function useLoad<T>(load: (api: Api) => Promise<T>, keys: readonly unknown[]) {
  const api = useApi();
  const [state, set] = useState<{ value?: T; error?: Error; loading: boolean }>({ loading: true });
  const turn = useRef(0);
  const run = useCallback(() => {
    const mine = ++turn.current;
    set(old => ({ ...old, loading: true }));
    load(api).then(
      value => mine === turn.current && set({ value, loading: false }),
      (error: Error) => mine === turn.current && set({ error, loading: false }),
    );
  }, keys);
  useEffect(run, [run]);
  return { ...state, again: run };
}

/** Runs something that may fail, and tells how it went. */
export function useAction() {
  const [said, say] = useState<{ text: string; bad: boolean }>();
  const run = async (work: () => Promise<string | void>) => {
    try {
      const text = await work();
      say(text ? { text, bad: false } : undefined);
    } catch (error) {
      say({ text: (error as Error).message, bad: true });
    }
  };
  return { run, said: said && <p class={said.bad ? 'bad' : 'good'} role="status">{said.text}</p> };
}

export function Loaded<T>({ of, children }: { of: { value?: T; error?: Error; loading: boolean }; children: (value: T) => ComponentChildren }) {
  if (of.error) return <Failed error={of.error} />;
  if (of.value === undefined) return <p aria-busy="true">Loading …</p>;
  return <>{children(of.value)}</>;
}

export function Failed({ error }: { error: Error }) {
  const remedy = error instanceof Problem && error.status === 403 ? ' Sign in with a key that has the scope.' : '';
  return <p class="bad" role="alert">{error.message}{remedy}</p>;
}

/** A time: relative, with the absolute one in the viewer's zone as its title. */
export function Time({ at }: { at?: string | undefined }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <>–</>;
  const now = new Date().toISOString();
  const ahead = at > now;
  return <time dateTime={at} title={new Date(at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })}>{ahead ? `in ${span(now, at)}` : `${span(at, now)} ago`} <small>{clock(at)}</small></time>;
}

const SHAPES: Record<string, string> = { active: '●', passive: '◐', away: '○', unknown: '?', delivering: '▶', held: '❚❚', accepted: '…', acted: '✓', seen: '✓', dismissed: '✓', suppressed: '⊘', expired: '◌', exhausted: '◌', cancelled: '×', succeeded: '✓', pending: '…', dead: '✕', disabled: '✕', passed: '✓', stopped: '■', then: '↳', not_reached: '·' };

/** A state by shape and word, never by color alone. */
export function Mark({ state, note }: { state: string; note?: string }) {
  return <span class={`mark ${state}`}><span aria-hidden="true">{SHAPES[state] ?? '·'}</span> {state.replaceAll('_', ' ')}{note && <small> {note}</small>}</span>;
}

export function Copy({ text, label }: { text: string; label: string }) {
  const [done, set] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => {
    set(true);
    setTimeout(() => set(false), 2000);
  });
  return <button type="button" class="quiet" onClick={() => void copy()}>{done ? 'Copied' : label}</button>;
}

/** Why a screen is empty, and what fills it. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}

export function Table({ head, children, caption }: { head: readonly string[]; children: ComponentChildren; caption: string }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead><tr>{head.map(cell => <th scope="col" key={cell}>{cell || <span class="hidden">Actions</span>}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export const link = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join('/')}`;
