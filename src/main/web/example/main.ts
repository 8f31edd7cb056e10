/** The example page: a device that shows what it observes. Uses the API as an app's server would, with a key typed here. */
import { oneping, type Oneping, type Ping } from '../../../sdk/typescript/src/index.js';
import { askForIdleDetection, attention, indexedDb, oneSession, surroundings } from '../../../sdk/typescript/src/web/index.js';

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const form = byId<HTMLFormElement>('who');
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
const url = new URL('../', location.href);

// A key in the fragment never reaches a server; it is taken out of the address at once.
const given = new URLSearchParams(location.hash.slice(1)).get('key');
if (given) {
  field('key').value = given;
  history.replaceState(null, '', location.pathname);
}

let client: Oneping | undefined;

async function call(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${field('key').value}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(String(json.detail ?? answer.status));
  return json;
}

async function connect(): Promise<void> {
  await client?.close();
  const user = field('user').value;
  const device = field('device').value;
  const lines: string[] = [];
  const me = oneping({
    url,
    device,
    token: async () => String((await call('v1/tokens', { user, device })).token),
    signals: [attention(), surroundings()],
    tabs: oneSession({ account: user }),
    outbox: indexedDb(),
    log: line => {
      if (line.what === 'link') return;
      lines.unshift(`${new Date(line.at).toLocaleTimeString()} ${line.what === 'sent' ? '→' : '←'} ${JSON.stringify(line.detail)}`);
      lines.length = Math.min(lines.length, 100);
      byId('frames').textContent = lines.join('\n');
    },
  });
  client = me;
  me.subscribe(() => render(me));
  me.connect();
}

let shown: readonly Ping[] | undefined;

function render({ state }: Oneping): void {
  const { link } = state;
  byId('link').textContent =
    link.phase === 'live'
      ? `Connected by ${link.transport}${state.leader ? '' : ', through another tab'}.`
      : link.phase === 'refused'
        ? `Refused: ${link.detail}`
        : link.phase === 'waiting'
          ? `Waiting: ${link.because}.`
          : `${link.phase}.`;
  byId<HTMLButtonElement>('ring').disabled = link.phase !== 'live';
  // A list that is made again between press and release of a button would swallow the click.
  if (shown !== state.shown) byId('shown').replaceChildren(...state.shown.map(item));
  shown = state.shown;
  const rows = Object.entries(state.observed).flatMap(([field, seen]) =>
    Object.entries(typeof seen!.value === 'object' && !Array.isArray(seen!.value) ? seen!.value! : { '': seen!.value }).map(([part, value]) =>
      row([part ? `${field}.${part}` : field, String(value), seen!.by]),
    ),
  );
  byId('observed').replaceChildren(...rows);
}

function row(cells: string[]): HTMLTableRowElement {
  const tr = document.createElement('tr');
  cells.forEach(text => (tr.insertCell().textContent = text));
  return tr;
}

function item(ping: Ping): HTMLLIElement {
  const li = document.createElement('li');
  li.className = ping.ring ? 'rings' : '';
  const title = document.createElement('strong');
  title.textContent = ping.title;
  li.append(title, ' ', button('Done', () => void ping.acted()), ' ', button('Dismiss', () => void ping.dismissed()));
  return li;
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.onclick = run;
  return made;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  void connect();
});
byId('ring').addEventListener('click', () => {
  call('v1/notify', { to: { user: field('user').value }, title: `Ring at ${new Date().toLocaleTimeString()}` }).catch((problem: Error) => {
    byId('link').textContent = problem.message;
  });
});
byId('idle').addEventListener('click', () => void askForIdleDetection().then(granted => granted && connect()));
if (given) void connect();
