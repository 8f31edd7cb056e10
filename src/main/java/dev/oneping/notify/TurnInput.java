package dev.oneping.notify;

import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Presence;
import dev.oneping.rules.RuleSet;

/**
 * The input of a turn, besides the notification.
 *
 * @param presence the user's current presence
 * @param past     the user's history
 * @param rules    the active rules
 */
record TurnInput(Presence presence, UserHistory past, RuleSet rules) {}
