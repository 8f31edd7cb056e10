package dev.oneping.rules.file.cel;

import dev.oneping.rules.expression.Fact;

/** The scope of an expression, by its section in the file, which determines the facts that it can use. */
public enum ExpressionScope {
    /** Evaluated before the user's state is loaded. */
    EVENT("only facts that begin with 'notification.' or 'app.' can be used here") {
        @Override
        boolean admits(Fact fact) {
            return fact.path().startsWith("notification.") || fact.path().startsWith("app.");
        }
    },
    /** Evaluated for the notification and the user as a whole. */
    WHOLE("facts about one device can only be used under 'context', 'scores', 'manner' and in 'deliver_when'") {
        @Override
        boolean admits(Fact fact) {
            return !fact.ofDevice();
        }
    },
    /** Evaluated for each device. */
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

    /** The hint for an author who uses another fact here. */
    String hint() {
        return hint;
    }
}
