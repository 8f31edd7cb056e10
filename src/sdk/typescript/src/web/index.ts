export { askForIdleDetection, attention } from './attention.js';
export { ringtone, showAsNotifications, type Showing } from './notifications.js';
export { indexedDb } from './outbox.js';
export { type Geofence, place, surroundings, typing } from './surroundings.js';
export { oneSession, ownSession } from './tabs.js';
