package dev.oneping.rules.file;

/** The four comparisons of CEL, with its own answers where Java's numbers have more than one (NaN, and zero below zero). */
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

    /** CEL's name of it. */
    String function() {
        return function;
    }

    /** Whether it holds between two values that {@link Comparable#compareTo} orders so. */
    abstract boolean holds(int order);

    /** Whether it holds between two doubles. */
    abstract boolean holds(double left, double right);

    /** Whether it holds between two values that the type checker let be compared: numbers, or two of one closed type. */
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
