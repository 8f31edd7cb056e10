package dev.oneping.rules.file;

import dev.oneping.rules.Fact;

/** Where in a file an expression stands, which says what it can name. */
enum ExpressionScope {
    /** Asked before the person is looked at. */
    EVENT("only facts that begin with 'notification.' or 'app.' can be named here") {
        @Override
        boolean admits(Fact fact) {
            return fact.path().startsWith("notification.") || fact.path().startsWith("app.");
        }
    },
    /** Asked of the notification and the person as a whole. */
    WHOLE("facts about one device can be named under 'context', 'scores', 'manner' and in 'deliver_when' only") {
        @Override
        boolean admits(Fact fact) {
            return !fact.ofDevice();
        }
    },
    /** Asked of each device. */
    DEVICE("") {
        @Override
        boolean admits(Fact fact) {
            return true;
        }
    };

    private final String hint;

    ExpressionScope(String hint) {
        this.hint = hint;
    }

    abstract boolean admits(Fact fact);

    /** What to tell an author who names something else here. */
    String hint() {
        return hint;
    }
}
