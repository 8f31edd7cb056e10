package dev.oneping.rules.file.cel;

/** The four comparison operators of CEL, with CEL's results where Java's comparisons differ (NaN and negative zero). */
enum CelOrdering {
    LESS("_<_") {
        @Override
        boolean holds(int order) {
            return order < 0;
        }

        @Override
        boolean holds(double left, double right) {
            return left < right;
        }
    },
    LESS_EQUALS("_<=_") {
        @Override
        boolean holds(int order) {
            return order <= 0;
        }

        @Override
        boolean holds(double left, double right) {
            return left <= right;
        }
    },
    GREATER("_>_") {
        @Override
        boolean holds(int order) {
            return order > 0;
        }

        @Override
        boolean holds(double left, double right) {
            return left > right;
        }
    },
    GREATER_EQUALS("_>=_") {
        @Override
        boolean holds(int order) {
            return order >= 0;
        }

        @Override
        boolean holds(double left, double right) {
            return left >= right;
        }
    };

    private final String function;

    CelOrdering(String function) {
        this.function = function;
    }

    /** The name of the CEL function. */
    String function() {
        return function;
    }

    /** Returns whether the comparison holds for a result of {@link Comparable#compareTo}. */
    abstract boolean holds(int order);

    /** Returns whether the comparison holds for two doubles. */
    abstract boolean holds(double left, double right);

    /**
     * Returns whether the comparison holds for two values that the type checker accepts: numbers, or two of one
     * closed type.
     */
    boolean holds(Object left, Object right) {
        if (left instanceof Double one && right instanceof Double other) {
            return holds(one.doubleValue(), other.doubleValue());
        }
        if (left instanceof Long one && right instanceof Long other) {
            return holds(Long.compare(one, other));
        }
        if (left instanceof Number one && right instanceof Number other) {
            return holds(Double.compare(one.doubleValue(), other.doubleValue()));
        }
        return holds(((Enum<?>) left).ordinal() - ((Enum<?>) right).ordinal());
    }
}
