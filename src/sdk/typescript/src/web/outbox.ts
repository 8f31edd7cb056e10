import type { Answer, Outbox } from '../index.js';

/** Where answers wait, shared with the service worker of `oneping/sw`. */
export const database = { name: 'oneping', store: 'outbox' } as const;

/**
 * An outbox in IndexedDB: answers survive the page, and those of a service worker come along. Where there is no IndexedDB (private
 * windows of some browsers) it lasts as long as the page.
 */
export function indexedDb(): Outbox {
  return {
    add: answer => write(store => store.put(answer, key(answer))),
    list: () => read(store => store.getAll() as IDBRequest<Answer[]>).catch(() => []),
    remove: answers => write(store => answers.forEach(answer => store.delete(key(answer)))),
  };
}

function key({ id, kind }: Answer): string {
  return `${id} ${kind}`;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(database.store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function write(change: (store: IDBObjectStore) => void): Promise<void> {
  const db = await open();
  try {
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(database.store, 'readwrite');
      change(transaction.objectStore(database.store));
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

async function read<T>(ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = ask(db.transaction(database.store).objectStore(database.store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    db.close();
  }
}
