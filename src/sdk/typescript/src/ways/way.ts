import type { ClientFrame, Hello, ServerFrame } from '../wire.js';

/** How a connection ended: a close code of the protocol, or the status of an answer by HTTP; neither where the path broke. */
export interface Loss { code?: number; status?: number; retryAfterMs?: number; reason?: string }

export interface Ear {
  frame(frame: ServerFrame): void;
  /** Called once at most, and never after `end`. */
  lost(loss: Loss): void;
}

export interface Dial {
  /** The service, with a slash at the end. */
  url: URL;
  token: string;
  hello: Hello;
  ear: Ear;
  fetch: typeof fetch;
  WebSocket: typeof WebSocket | undefined;
}

/** One way to the service, open or opening. */
export interface Way {
  /** Sends a frame; resolves once the service has it, where the transport tells, else at once. */
  send(frame: ClientFrame): Promise<void>;
  /** Ends it at once, saying `bye` if asked to; waits for nobody. */
  end(bye: boolean): void;
}

export function parse(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text) as ServerFrame | null;
    return frame !== null && typeof frame === 'object' && typeof frame.type === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}

/** The loss that a refusing answer means. */
export async function lossOf(answer: Response): Promise<Loss> {
  const after = Number(answer.headers.get('retry-after') ?? NaN);
  let reason = `status ${answer.status}`;
  try {
    reason = ((await answer.json()) as { detail?: string }).detail ?? reason;
  } catch {
    // The status has to do.
  }
  const busy = answer.status === 503 || answer.status === 429;
  return {
    status: answer.status,
    reason,
    ...(busy && { retryAfterMs: (Number.isFinite(after) ? after : 5) * 1_000 }),
  };
}
