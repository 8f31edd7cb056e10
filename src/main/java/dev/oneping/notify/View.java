package dev.oneping.notify;

import dev.oneping.notify.memory.Memory;
import dev.oneping.presence.Presence;
import dev.oneping.rules.RuleSet;

/**
 * All that a turn looks at beside the notification.
 *
 * @param presence where the person is now
 * @param past     what is remembered of the person
 * @param rules    the rules in force
 */
record View(Presence presence, Memory past, RuleSet rules) {}
