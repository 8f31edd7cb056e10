package dev.oneping.notify;

import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Presence;
import dev.oneping.rules.RuleSet;

/**
 * All that a turn looks at beside the notification.
 *
 * @param presence where the person is now
 * @param past     what is remembered of the person
 * @param rules    the rules in force
 */
record TurnInput(Presence presence, UserHistory past, RuleSet rules) {}
