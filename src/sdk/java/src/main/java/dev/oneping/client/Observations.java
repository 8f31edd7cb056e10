package dev.oneping.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client observes, never a conclusion. What is not set was not observed. Immutable: each setter returns a copy. */
public final class Observations {

    private static final Observations NONE = new Observations(Map.of());

    private final Map<String, Object> fields;

    private Observations(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Nothing observed yet. */
    public static Observations none() {
        return NONE;
    }

    /** Whether something of the app can be seen. */
    public Observations visible(boolean visible) {
        return attention("visible", visible);
    }

    /** Whether keys go to the app. */
    public Observations focused(boolean focused) {
        return attention("focused", focused);
    }

    /** The time since the last input to the app, in milliseconds. */
    public Observations idleMs(long idleMs) {
        return attention("idle_ms", idleMs);
    }

    /** The time since the last input to the whole machine, in milliseconds. */
    public Observations systemIdleMs(long idleMs) {
        return attention("system_idle_ms", idleMs);
    }

    /** {@code unlocked}, {@code locked} or {@code off}. */
    public Observations screen(String screen) {
        return attention("screen", screen);
    }

    /** One flag of attention: {@code typing}, {@code in_call}, {@code presenting} or {@code dnd}. */
    public Observations flag(String name, boolean value) {
        return attention(name, value);
    }

    /** @param level from 0 to 1 */
    public Observations battery(double level, boolean charging) {
        return with("battery", Map.of("level", level, "charging", charging));
    }

    /** @param type such as {@code wifi}, {@code cellular}, {@code ethernet} */
    public Observations network(String type, boolean metered) {
        return with("network", Map.of("type", type, "metered", metered));
    }

    /** @param accuracyM the radius of the fix in metres */
    public Observations location(double lat, double lon, double accuracyM) {
        return with("location", Map.of("lat", lat, "lon", lon, "accuracy_m", accuracyM));
    }

    /** The named places that the device is in, all of them, judged on the device. */
    public Observations places(Collection<String> places) {
        return with("places", List.copyOf(places));
    }

    /** A zone of the IANA time zone database. */
    public Observations zone(String zone) {
        return with("zone", zone);
    }

    public Observations capabilities(Collection<String> capabilities) {
        return with("capabilities", List.copyOf(capabilities));
    }

    /** These observations, with newer ones over them. */
    public Observations and(Observations newer) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        newer.fields.forEach((name, value) -> all.merge(name, value, Observations::merged));
        return new Observations(all);
    }

    Map<String, Object> fields() {
        return fields;
    }

    private Observations attention(String name, Object value) {
        return and(new Observations(Map.of("attention", Map.of(name, value))));
    }

    private Observations with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return new Observations(all);
    }

    private static Object merged(Object older, Object newer) {
        if (older instanceof Map<?, ?> before && newer instanceof Map<?, ?> after) {
            Map<Object, Object> both = new LinkedHashMap<>(before);
            both.putAll(after);
            return both;
        }
        return newer;
    }
}
