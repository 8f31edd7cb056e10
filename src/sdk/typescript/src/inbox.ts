/**
 * `<oneping-inbox>`: a bell with the number of open notifications, and a list of them. Plain HTML, no framework:
 *
 * ```html
 * <oneping-inbox></oneping-inbox>
 * <script type="module">
 *   import { defineInbox } from '/sdk/inbox.js';
 *   defineInbox();
 *   document.querySelector('oneping-inbox').client = me;
 * </script>
 * ```
 *
 * Themed by the CSS variables `--oneping-accent`, `--oneping-surface`, `--oneping-text`, `--oneping-radius`, and by the parts `bell`,
 * `count`, `panel`, `item`. Fires `oneping-open` (cancelable, with the item) when an item is chosen, and `oneping-mute` with a category
 * when the user mutes one; the app decides what that means for its preferences.
 */

import type { InboxItem, Oneping } from './index.js';

const style = `
:host { position: relative; display: inline-block; font: inherit; color-scheme: light dark;
  --a: var(--oneping-accent, light-dark(#0b57d0, #a8c7fa)); --s: var(--oneping-surface, light-dark(#fff, #22252b));
  --t: var(--oneping-text, light-dark(#1c1e21, #e8eaed)); --r: var(--oneping-radius, 0.5rem); }
button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; border-radius: var(--r); }
button:focus-visible { outline: 3px solid var(--a); outline-offset: 2px; }
.bell { position: relative; padding: 0.4rem; color: var(--t); line-height: 0; }
.bell svg { width: 1.5em; height: 1.5em; fill: currentColor; }
.count { position: absolute; inset: -0.2em -0.2em auto auto; min-width: 1.4em; padding: 0 0.3em; box-sizing: border-box; border-radius: 1em;
  background: var(--a); color: var(--s); font-size: 0.75rem; line-height: 1.4em; text-align: center; }
.count:empty { display: none; }
.panel { position: absolute; inset: 100% 0 auto auto; z-index: 1000; width: min(22rem, 90vw); max-height: min(28rem, 70vh); overflow: auto;
  margin: 0.3rem 0 0; padding: 0.5rem; background: var(--s); color: var(--t); border: 1px solid color-mix(in srgb, var(--t) 25%, transparent);
  border-radius: var(--r); box-shadow: 0 6px 24px #0004; }
.panel[hidden] { display: none; }
h2 { font-size: 1rem; margin: 0.2rem 0.4rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: 0.2rem; align-items: start; border-top: 1px solid color-mix(in srgb, var(--t) 15%, transparent); }
li > button:first-child { flex: 1; text-align: start; padding: 0.5rem; }
li small { display: block; opacity: 0.8; }
li .act { padding: 0.5rem; color: var(--a); }
.empty { padding: 0.5rem; margin: 0; }
@media (forced-colors: active) { .count { border: 1px solid; } }
@media (prefers-reduced-motion: no-preference) { .panel { animation: in 0.12s ease-out; } @keyframes in { from { opacity: 0; translate: 0 -0.3rem; } } }
`;

const bell = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 22a2 2 0 0 0 2-2h-4a2 2 0 0 0 2 2m6-6v-5c0-3.1-1.6-5.6-4.5-6.3V4a1.5 1.5 0 0 0-3 0v.7C7.6 5.4 6 7.9 6 11v5l-2 2v1h16v-1z"/></svg>';

/** The words that a user reads; replace any. */
export interface InboxWords { title: string; empty: string; markRead: string; mute: string; open(count: number): string; failed: string }

const english: InboxWords = {
  title: 'Notifications',
  empty: 'Nothing is open.',
  markRead: 'Mark as read',
  mute: 'Mute',
  open: count => `Notifications, ${count} open`,
  failed: 'The notifications cannot be loaded now.',
};

/** Defines the element, once; importing this module alone touches no global. */
export function defineInbox(name = 'oneping-inbox', words: Partial<InboxWords> = {}): void {
  if (customElements.get(name)) return;
  customElements.define(name, inboxElement({ ...english, ...words }));
}

function inboxElement(words: InboxWords): CustomElementConstructor {
  return class extends HTMLElement {
    #client: Oneping | undefined;
    #off: (() => void)[] = [];
    #items: InboxItem[] = [];
    #failed = false;
    readonly #root = this.attachShadow({ mode: 'open' });

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      this.#root.adoptedStyleSheets = [sheet];
      this.#root.innerHTML = `<button class="bell" part="bell" aria-haspopup="true" aria-expanded="false" aria-controls="panel">${bell}<span class="count" part="count" aria-hidden="true"></span></button>
        <section class="panel" id="panel" part="panel" aria-labelledby="title" hidden><h2 id="title"></h2><ul></ul><p class="empty" role="status"></p></section>`;
      this.#one('#title').textContent = words.title;
      this.#one('.bell').addEventListener('click', () => this.#toggle(this.#panel.hidden));
      this.#root.addEventListener('keydown', event => {
        if ((event as KeyboardEvent).key === 'Escape' && !this.#panel.hidden) {
          this.#toggle(false);
          this.#one<HTMLButtonElement>('.bell').focus();
        }
      });
      this.#render();
    }

    get client(): Oneping | undefined {
      return this.#client;
    }

    set client(client: Oneping | undefined) {
      this.#off.forEach(stop => stop());
      this.#client = client;
      this.#off = client
        ? [client.on('inbox', () => void this.refresh()), client.on('link', link => link.phase === 'live' && void this.refresh())]
        : [];
      void this.refresh();
    }

    disconnectedCallback(): void {
      this.#off.forEach(stop => stop());
      this.#off = [];
    }

    /** Loads the newest open notifications, 50 at the most. */
    async refresh(): Promise<void> {
      if (!this.#client) return;
      try {
        const items: InboxItem[] = [];
        for await (const item of this.#client.inbox({ state: 'open' })) if (items.push(item) >= 50) break;
        this.#items = items;
        this.#failed = false;
      } catch {
        this.#failed = true;
      }
      this.#render();
    }

    get #panel(): HTMLElement {
      return this.#one('.panel');
    }

    #one<T extends HTMLElement>(selector: string): T {
      return this.#root.querySelector<T>(selector)!;
    }

    #toggle(open: boolean): void {
      this.#panel.hidden = !open;
      this.#one('.bell').setAttribute('aria-expanded', String(open));
      if (!open) return;
      void this.refresh();
      const away = (event: Event) => {
        if (event.composedPath().includes(this)) return;
        this.#toggle(false);
        document.removeEventListener('pointerdown', away);
      };
      document.addEventListener('pointerdown', away);
    }

    #render(): void {
      const count = this.#items.length;
      this.#one('.count').textContent = count === 0 ? '' : count >= 50 ? '50+' : String(count);
      this.#one('.bell').setAttribute('aria-label', words.open(count));
      this.#one('.empty').textContent = this.#failed ? words.failed : count === 0 ? words.empty : '';
      this.#one('ul').replaceChildren(...this.#items.map(item => this.#row(item)));
    }

    #row(item: InboxItem): HTMLLIElement {
      const row = document.createElement('li');
      row.part.add('item');
      const open = document.createElement('button');
      open.textContent = item.title ?? '';
      const small = document.createElement('small');
      small.textContent = [item.body, new Date(item.created_at).toLocaleString()].filter(Boolean).join(' · ');
      open.append(small);
      open.onclick = () => {
        if (this.#fire('oneping-open', item)) void this.#answer(item, 'acted');
      };
      row.append(open, this.#action(words.markRead, item, () => void this.#answer(item, 'seen')));
      row.append(this.#action(`${words.mute} ${item.category}`, item, () => void this.#fire('oneping-mute', item.category)));
      return row;
    }

    #action(text: string, item: InboxItem, run: () => void): HTMLButtonElement {
      const made = document.createElement('button');
      made.className = 'act';
      made.textContent = text.split(' ')[0] === words.mute ? words.mute : '✓';
      made.title = text;
      made.setAttribute('aria-label', `${text}: ${item.title}`);
      made.onclick = run;
      return made;
    }

    async #answer(item: InboxItem, kind: 'seen' | 'acted'): Promise<void> {
      this.#items = this.#items.filter(one => one !== item);
      this.#render();
      await this.#client?.answer(item.id, kind);
    }

    #fire(type: string, detail: unknown): boolean {
      return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
    }
  };
}
