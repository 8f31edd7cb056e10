export { oneping } from './client.js';
export type { Because, Link } from './link.js';
export type { Clock, Events, Evidence, InboxItem, LogLine, Oneping, Options, Seen, Signal, State, Tabs } from './options.js';
export { memoryOutbox, type Outbox } from './outbox.js';
export type { AnswerState, Ping } from './ping.js';
export { Refused } from './token.js';
export type { AckKind, Answer, Attention, Observations, Person, Priority, TransportName, Who } from './wire.js';
