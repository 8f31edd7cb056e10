package dev.oneping.notify.turn;

import dev.oneping.notify.memory.UserHistory;
import dev.oneping.presence.Presence;
import dev.oneping.rules.RuleSet;

/**
 * The input of a turn, besides the notification.
 *
 * @param presence  the user's current presence
 * @param past      the user's history
 * @param rules     the active rules
 * @param soundless whether another notification of the user has just sounded, so that this one must not
 */
record TurnInput(Presence presence, UserHistory past, RuleSet rules, boolean soundless) {

    TurnInput withoutSound() {
        return new TurnInput(presence, past, rules, true);
    }
}
