package dev.oneping.rules.expression;

/**
 * A function from facts to points. Implementations are pure and thread-safe, evaluate in bounded time and never
 * throw.
 */
@FunctionalInterface
public interface Score {

    /** Computes the points. */
    Points of(EvaluationContext context);

    /**
     * Points, or the reason for their absence.
     *
     * @param truth {@link Truth#TRUE} when the value counts, {@link Truth#UNKNOWN} or {@link Truth#FAILED} when it
     *     does not
     * @param value the points; 0 when they do not count, always finite
     */
    record Points(Truth truth, double value) {
        /** No points, because a fact that they depend on is unknown. */
        public static final Points UNKNOWN = new Points(Truth.UNKNOWN, 0);
        /** No points, because the evaluation failed. */
        public static final Points FAILED = new Points(Truth.FAILED, 0);

        /** Points that count, if they are a finite number. */
        public static Points of(double value) {
            return Double.isFinite(value) ? new Points(Truth.TRUE, value) : FAILED;
        }
    }
}
