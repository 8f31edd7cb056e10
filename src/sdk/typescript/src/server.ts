/** For the app's own server: notify users, make device tokens, verify webhooks. Node 20 or newer, Deno, Bun, workers. */

import type { Priority } from './wire.js';

export type To = { user: string } | { users: readonly string[] } | { group: string; pick?: 'most_attentive' | 'first_available' | 'all' | 'quorum' } | { topic: string };

export interface Notification {
  to: To;
  title: string;
  body?: string;
  data?: unknown;
  category?: string;
  priority?: Priority;
  /** A duration such as `15m`. */
  expires_in?: string;
  collapse_key?: string;
}

export interface Accepted { id: string; state: string; reason?: string; target?: unknown }

/** A problem of the API (RFC 9457): which field, and what to do about it. */
export class OnepingProblem extends Error {
  override readonly name = 'OnepingProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { pointer?: string; detail: string; code?: string }[];
  /** Seconds after which a new try makes sense, if the service says. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: { detail?: string; title?: string; code?: string; errors?: OnepingProblem['errors'] }, retryAfter: number | undefined) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.status = status;
    this.code = body.code ?? String(status);
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

export interface ServerOptions { url: string | URL; key: string; fetch?: typeof fetch }

export interface Server {
  /** @param options.idempotencyKey makes a repeated call have the effect of one; `waitSeconds` waits for the outcome */
  notify(notification: Notification, options?: { idempotencyKey?: string; waitSeconds?: number; dryRun?: boolean }): Promise<Accepted>;
  /** A short-lived token for one device of one user; give it to that device. */
  token(user: string, device: string, options?: { ttl?: string }): Promise<string>;
  cancel(id: string): Promise<void>;
}

export function server(options: ServerOptions): Server {
  const ask = options.fetch ?? fetch;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await ask(new URL(path, options.url), {
      method,
      headers: { authorization: `Bearer ${options.key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = text && answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {};
    if (answer.ok) return json;
    const after = answer.headers.get('retry-after');
    throw new OnepingProblem(answer.status, json, after === null ? undefined : Number(after));
  };
  return {
    notify: async (notification, { idempotencyKey, waitSeconds, dryRun } = {}) =>
      (await call('POST', `/v1/notify${dryRun ? '?dry_run=true' : ''}`, notification, {
        ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
        ...(waitSeconds !== undefined && { prefer: `wait=${waitSeconds}` }),
      })) as unknown as Accepted,
    token: async (user, device, more = {}) => (await call('POST', '/v1/tokens', { user, device, ...more })).token as string,
    cancel: async id => void (await call('DELETE', `/v1/notifications/${encodeURIComponent(id)}`)),
  };
}

/** The headers of a webhook, by lower-case name. */
export type WebhookHeaders = Record<string, string | readonly string[] | undefined> | Headers;

/**
 * Verifies a webhook by Standard Webhooks and answers with its event.
 *
 * @param secret `whsec_…`, from the creation of the subscription
 * @param body the very bytes that came, as text; a parsed and re-written body does not verify
 * @param toleranceSeconds how old or new its time may be; 300 by default
 * @throws where signature or time are wrong
 */
export async function verifyWebhook<E = unknown>(secret: string, headers: WebhookHeaders, body: string, toleranceSeconds = 300): Promise<E> {
  const header = (name: string) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    if (typeof value !== 'string') throw new Error(`The webhook lacks the header ${name}.`);
    return value;
  };
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= toleranceSeconds)) throw new Error('The time of the webhook is too far from ours.');
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes(secret.replace(/^whsec_/, '')), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = encoder.encode(`${id}.${timestamp}.${body}`);
  for (const signature of header('webhook-signature').split(' ')) {
    const [version, value] = signature.split(',', 2);
    // subtle.verify compares in constant time.
    if (version === 'v1' && value && (await crypto.subtle.verify('HMAC', key, bytes(value), signed))) return JSON.parse(body) as E;
  }
  throw new Error('No signature of the webhook is right.');
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), char => char.charCodeAt(0));
}
