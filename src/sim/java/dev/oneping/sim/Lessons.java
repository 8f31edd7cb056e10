package dev.oneping.sim;

import dev.oneping.rules.chance.Feature;
import java.util.List;
import java.util.Map;

/** The examples of all models, and the tables that each model gets. */
final class Lessons {

    private static final List<Feature> USE = List.of(Feature.KIND, Feature.VIEW, Feature.AGE);

    static final Map<String, List<Feature>> NOTICE = tables(
            USE,
            List.of(Feature.ASLEEP),
            List.of(Feature.FAILED),
            List.of(Feature.KIND, Feature.ELSEWHERE),
            List.of(Feature.BUSY),
            List.of(Feature.HOUR),
            List.of(Feature.KIND, Feature.IDLE));
    static final Map<String, List<Feature>> QUICK =
            tables(List.of(Feature.VIEW, Feature.AGE), List.of(Feature.KIND, Feature.ELSEWHERE));
    static final Map<String, List<Feature>> GLANCE =
            tables(List.of(Feature.VIEW, Feature.AGE), List.of(Feature.KIND), List.of(Feature.KIND, Feature.ELSEWHERE));
    static final Map<String, List<Feature>> FOUND = tables(
            List.of(Feature.VIEW, Feature.AGE), List.of(Feature.KIND), List.of(Feature.IDLE), List.of(Feature.ASLEEP));
    static final Map<String, List<Feature>> ASLEEP = tables(
            List.of(Feature.HOUR), List.of(Feature.IDLE), List.of(Feature.QUIET), List.of(Feature.HOUR, Feature.IDLE));

    final Examples notice = new Examples();
    final Examples quick = new Examples();
    final Examples glance = new Examples();
    final Examples found = new Examples();
    final Examples asleep = new Examples();

    void addAll(Lessons other) {
        notice.addAll(other.notice);
        quick.addAll(other.quick);
        glance.addAll(other.glance);
        found.addAll(other.found);
        asleep.addAll(other.asleep);
    }

    /** A table is named for what is special about it. */
    private static String name(List<Feature> features) {
        boolean aboutUse = features.contains(Feature.VIEW);
        boolean ofKind = features.getFirst() == Feature.KIND && features.size() == 2;
        return aboutUse
                ? "use"
                : ofKind || features.size() == 1
                        ? features.getLast().code()
                        : features.stream().map(Feature::code).collect(java.util.stream.Collectors.joining("_"));
    }

    @SafeVarargs
    private static Map<String, List<Feature>> tables(List<Feature>... of) {
        Map<String, List<Feature>> tables = new java.util.LinkedHashMap<>();
        for (List<Feature> features : of) {
            tables.put(name(features), features);
        }
        return tables;
    }
}
