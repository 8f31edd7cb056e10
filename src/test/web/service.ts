/** What the tests share: the service under test, by its HTTP API. */
import { setTimeout as sleep } from 'node:timers/promises';

export const url = process.env.ONEPING_URL!.replace(/\/$/, '');
export const key = process.env.ONEPING_KEY!;

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const text = typeof body === 'string';
  const answer = await fetch(`${url}/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': text ? 'application/yaml' : 'application/json' }) },
    ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  return (said && answer.headers.get('content-type')?.includes('json') ? JSON.parse(said) : said) as T;
}

/** Asks until the answer is as expected, for at most a minute. */
export async function until<T>(ask: () => Promise<T>, expected: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (expected(answer) || tries === 600) return answer;
    await sleep(100);
  }
}
