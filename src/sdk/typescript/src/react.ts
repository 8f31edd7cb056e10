import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Events, Oneping, State } from './index.js';

/** Provides the client, which lives outside the tree: no hook opens or closes a connection, so StrictMode opens one socket. */
export const OnepingContext = createContext<Oneping | undefined>(undefined);

export function useOneping(): Oneping {
  const client = useContext(OnepingContext);
  if (!client) throw new Error('There is no oneping client here: wrap the tree in <OnepingContext value={client}>.');
  return client;
}

/** A part of the state; the component renders when that part is another value. */
export function useOnepingState<T>(pick: (state: State) => T): T {
  const client = useOneping();
  const read = () => pick(client.state);
  return useSyncExternalStore(listener => client.subscribe(listener), read, read);
}

/** Calls the newest `listen` for each event while the component is mounted. */
export function useOnepingEvent<K extends keyof Events<unknown>>(type: K, listen: (event: Events<unknown>[K]) => void): void {
  const client = useOneping();
  const newest = useRef(listen);
  useEffect(() => void (newest.current = listen));
  useEffect(() => client.on(type, event => newest.current(event)), [client, type]);
}
