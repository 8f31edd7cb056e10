import type { Answer } from './wire.js';

/** Keeps a user's answers until the service has them. `oneping/web` has one that survives the page. */
export interface Outbox {
  add(answer: Answer): Promise<void> | void;
  /** The oldest first. */
  list(): Promise<readonly Answer[]> | readonly Answer[];
  remove(answers: readonly Answer[]): Promise<void> | void;
}

/** An outbox that is as old as the page. Holds the newest 1,000. */
export function memoryOutbox(): Outbox {
  const answers = new Map<string, Answer>();
  return {
    add(answer) {
      answers.set(key(answer), answer);
      if (answers.size > 1_000) answers.delete(answers.keys().next().value!);
    },
    list: () => [...answers.values()],
    remove(gone) {
      gone.forEach(answer => answers.delete(key(answer)));
    },
  };
}

function key(answer: Answer): string {
  return `${answer.id} ${answer.kind}`;
}
