package dev.oneping.rules;

/** How many points a situation is worth. Implementations are pure and thread-safe, answer in bounded time and never throw. */
@FunctionalInterface
public interface Score {

    /** Says the points. */
    Points of(EvaluationContext situation);

    /**
     * Points, or why there are none.
     *
     * @param truth {@link Truth#TRUE} when the value counts, {@link Truth#UNKNOWN} or {@link Truth#FAILED} when it does not
     * @param value the points; 0 when they do not count, always finite
     */
    record Points(Truth truth, double value) {
        /** No points, for a fact that they hang on is not known. */
        public static final Points UNKNOWN = new Points(Truth.UNKNOWN, 0);
        /** No points, for the expression broke. */
        public static final Points FAILED = new Points(Truth.FAILED, 0);

        /** Points that count, if they are a finite number. */
        public static Points of(double value) {
            return Double.isFinite(value) ? new Points(Truth.TRUE, value) : FAILED;
        }
    }
}
