/** The console: signs in, and shows the screen that the address names. */
import { render, type ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Channels, Groups, Keys } from './admin.js';
import { Api, keep, keyOfThisTab } from './api.js';
import { Events } from './events.js';
import { Health } from './health.js';
import { Now } from './now.js';
import { Session, link } from './parts.js';
import { People } from './people.js';
import { Rules } from './rules.js';
import { Scenarios } from './scenarios.js';
import { Simulator } from './simulator.js';
import type { Me } from './types.js';
import { Webhooks } from './webhooks.js';
import { Why } from './why.js';

const SCREENS: readonly { path: string; name: string; scope?: string; inspect?: true; show: (part?: string) => ComponentChildren }[] = [
  { path: 'why', name: 'Why?', scope: 'notify', inspect: true, show: part => <Why about={part} /> },
  { path: 'people', name: 'People', scope: 'presence', inspect: true, show: part => <People user={part} /> },
  { path: 'now', name: 'Now', scope: 'events', inspect: true, show: () => <Now /> },
  { path: 'health', name: 'Health', show: () => <Health /> },
  { path: 'rules', name: 'Rules', scope: 'rules', show: () => <Rules /> },
  { path: 'simulator', name: 'Simulator', scope: 'tokens', show: () => <Simulator /> },
  { path: 'scenarios', name: 'Scenarios', scope: 'rules', show: () => <Scenarios /> },
  { path: 'events', name: 'Events', scope: 'events', inspect: true, show: () => <Events /> },
  { path: 'webhooks', name: 'Webhooks', scope: 'subscriptions', show: part => <Webhooks id={part} /> },
  { path: 'channels', name: 'Channels', scope: 'subscriptions', inspect: true, show: () => <Channels /> },
  { path: 'groups', name: 'Groups', scope: 'devices', show: () => <Groups /> },
  { path: 'keys', name: 'Keys', scope: 'admin', show: () => <Keys /> },
];

/** A part of the address, also if somebody typed a percent sign that escapes nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function useRoute(): readonly string[] {
  const read = () => location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decoded);
  const [route, go] = useState(read);
  useEffect(() => {
    const changed = () => go(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function Console() {
  const [session, set] = useState<{ api: Api; me: Me }>();
  const [problem, tell] = useState<string>();
  const [trying, wait] = useState(true);
  const [first = 'why', part] = useRoute();
  const signIn = async (key: string | undefined) => {
    tell(undefined);
    if (key) {
      const api = new Api(key);
      await api.get<Me>('v1/me').then(
        me => {
          keep(key);
          set({ api, me });
        },
        (error: Error) => tell(error.message),
      );
    }
    wait(false);
  };
  useEffect(() => void signIn(keyOfThisTab()), []);
  // On a small screen the screens are one row, of which the open one is to be in sight.
  useEffect(() => document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [first, session]);
  if (trying) return <p aria-busy="true">Loading …</p>;
  if (!session) return <SignIn problem={problem} enter={key => void signIn(key)} />;
  const { scopes } = session.me;
  const may = ({ scope, inspect }: { scope?: string; inspect?: true }) => !scope || scopes.includes(scope) || scopes.includes('admin') || (inspect === true && scopes.includes('inspect'));
  const screen = SCREENS.find(each => each.path === first) ?? SCREENS[0]!;
  return (
    <Session.Provider value={session}>
      <header class="top">
        <a class="skip" href="#main" onClick={event => { event.preventDefault(); document.getElementById('main')!.focus(); }}>Skip to the content</a>
        <strong>oneping</strong> <small>{session.me.tenant}, {session.me.version}</small>
        <nav aria-label="Screens">
          {SCREENS.filter(may).map(each => <a key={each.path} href={link(each.path)} aria-current={each === screen ? 'page' : undefined}>{each.name}</a>)}
        </nav>
        <button type="button" class="quiet" onClick={() => { keep(undefined); set(undefined); }}>Sign out</button>
      </header>
      <main id="main" tabIndex={-1}>{may(screen) ? screen.show(part) : <p class="bad">This screen needs a key with the scope {screen.scope}; yours has {scopes.join(', ')}.</p>}</main>
    </Session.Provider>
  );
}

function SignIn({ problem, enter }: { problem?: string | undefined; enter: (key: string) => void }) {
  return (
    <main class="narrow">
      <h1>oneping console</h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          enter(String(new FormData(event.currentTarget).get('key')).trim());
        }}
      >
        <label class="wide">API key <input name="key" type="password" autocomplete="off" required autofocus /></label>
        <button>Sign in</button>
      </form>
      {problem && <p class="bad" role="alert">{problem}</p>}
      <p>The key stays in this tab. <code>./oneping run</code> prints a link that signs in.</p>
    </main>
  );
}

render(<Console />, document.getElementById('app')!);
