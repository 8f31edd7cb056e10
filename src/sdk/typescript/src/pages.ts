import type { InboxItem } from './options.js';

/** Fetches the inbox page by page, each when it is asked for. */
export async function* pages(get: (path: string) => Promise<Response>, state: string | undefined): AsyncIterable<InboxItem> {
  const query = new URLSearchParams(state ? { state } : {});
  for (let more = true; more; ) {
    const answer = await get(`v1/users/me/notifications?${query}`);
    if (!answer.ok) throw new Error(`The inbox cannot be read: status ${answer.status}.`);
    const page = (await answer.json()) as { data: InboxItem[]; next_cursor?: string };
    yield* page.data;
    more = page.next_cursor !== undefined;
    if (page.next_cursor !== undefined) query.set('after', page.next_cursor);
  }
}
