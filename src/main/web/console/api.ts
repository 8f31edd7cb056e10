/** The HTTP API of the service that serves this page, with the key of the operator. The key stays in this tab. */

const BASE = new URL('../', location.href);
const KEPT = 'oneping.console.key';

/** An error of the API (RFC 9457), with its sentence for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

export interface CloudEvent {
  id: string;
  type: string;
  subject?: string;
  time: string;
  cursor?: string;
  data?: Record<string, unknown>;
}

export class Api {
  constructor(readonly key: string) {}

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  /** Calls the API. A body that is a string is sent as YAML, any other as JSON. */
  async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const text = typeof body === 'string';
    const answer = await this.fetch(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': text ? 'application/yaml' : 'application/json' }) },
      ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
    });
    const type = answer.headers.get('content-type') ?? '';
    return (answer.status === 204 ? undefined : type.includes('json') ? await answer.json() : await answer.text()) as T;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    // A browser refuses to send such a header, which would look like a service that does not answer.
    if (!/^[\x21-\x7e]+$/.test(this.key)) throw new Problem(401, 'Not a key', 'This is not an API key: a key has letters, digits, _ and - only.');
    const answer = await fetch(new URL(path.replace(/^\//, ''), BASE), {
      ...init,
      headers: { authorization: `Bearer ${this.key}`, accept: 'application/json, text/plain;q=0.5, */*;q=0.1', ...init.headers },
    }).catch(() => {
      throw new Problem(0, 'No answer', 'The service does not answer. Is it running?');
    });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string; errors?: { detail?: string }[] };
    const details = problem.errors?.map(error => error.detail).filter(Boolean) ?? [];
    throw new Problem(answer.status, problem.title ?? String(answer.status), details.join(' ') || problem.detail || `The service answered ${answer.status}.`);
  }

  /** The same call for a terminal. The key is a variable, so that nobody copies it by accident. */
  curl(method: string, path: string, body?: unknown): string {
    const parts = ['curl', ...(method === 'GET' ? [] : ['-X', method]), "-H \"Authorization: Bearer $ONEPING_KEY\""];
    if (body !== undefined) parts.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
    return [...parts, `'${new URL(path.replace(/^\//, ''), BASE)}'`].join(' ');
  }
}

/** Follows the event feed until the signal aborts, from a cursor or a time; reconnects by itself. */
export async function follow(
  api: Api,
  query: { after: string; types?: string; users?: string },
  on: { event(event: CloudEvent): void; state?(live: boolean, detail?: string): void },
  signal: AbortSignal,
): Promise<void> {
  let after = query.after;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const parameters = new URLSearchParams({ ...query, after });
      const answer = await api.fetch(`v1/events/stream?${parameters}`, { signal, headers: { accept: 'text/event-stream' } });
      on.state?.(true);
      failures = 0;
      for await (const message of messages(answer.body!)) {
        if (message.data) on.event(JSON.parse(message.data) as CloudEvent);
        if (message.id) after = message.id;
      }
    } catch (error) {
      if (signal.aborted) return;
      on.state?.(false, (error as Error).message);
      if (error instanceof Problem && error.status === 410) after = 'latest';
      else if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) return;
    }
    await new Promise(done => setTimeout(done, Math.random() * Math.min(30_000, 500 * 2 ** failures++)));
  }
}

async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<{ id?: string; data?: string }> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const fields: Record<string, string> = {};
      for (const line of block.split('\n')) {
        const colon = line.indexOf(':');
        if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
      }
      yield fields;
    }
  }
}

/**
 * Takes the key that a link brought in its fragment, which never reaches a server, and wipes it from the address; else
 * the one that this tab kept.
 */
export function keyOfThisTab(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given) {
    history.replaceState(null, '', location.pathname);
    keep(given);
  }
  return given ?? sessionStorage.getItem(KEPT) ?? undefined;
}

/** Keeps the key until this tab is closed; without one, forgets it and whatever else this tab kept. */
export function keep(key: string | undefined): void {
  if (key) sessionStorage.setItem(KEPT, key);
  else sessionStorage.clear();
}
