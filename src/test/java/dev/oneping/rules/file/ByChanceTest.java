package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.ExplanationText;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.DeviceView;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.Ring;
import dev.oneping.rules.fact.UserFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice by chance; {@code rules/cases/chance.yaml} has the single decisions. */
@Tag("slow")
class ByChanceTest {

    private static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");

    private final RuleSet rules = RuleFiles.builtIn();
    private final RuleSet showingWhereInUse = RuleFiles.parse(
            "in use",
            RuleFiles.builtIn()
                    .text()
                    .replace("choose: by_chance", "choose: by_chance\n    display: in_use")
                    .getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest(name = "{0}")
    @EnumSource(DeviceView.class)
    void shouldLowerTheChanceWithTheAgeOfTheInput(DeviceView view) {
        for (String kind : List.of("desktop", "phone", "tablet", "watch", "tv", "fridge")) {
            double now = chanceOf(device(kind, view, 5));
            double later = chanceOf(device(kind, view, 900));
            double atLast = chanceOf(device(kind, view, 80_000));
            assertTrue(now >= later && later >= atLast, "%s: %.2f, %.2f, %.2f".formatted(kind, now, later, atLast));
        }
    }

    @Test
    void shouldLowerTheChanceOfAPushWithTheAgeOfTheLastUse() {
        double now = chanceOf(push("phone", Duration.ofMinutes(2), null));
        double later = chanceOf(push("phone", Duration.ofHours(4), null));
        double atLast = chanceOf(push("phone", Duration.ofHours(24), null));

        assertTrue(now > later && later > atLast, "%.2f, %.2f, %.2f".formatted(now, later, atLast));
    }

    @Test
    void shouldRingWhereNothingIsKnown() {
        assertTrue(deliver(decide(Priority.NORMAL, unknown(true))).ring());
        assertTrue(deliver(decide(Priority.NORMAL, unknown(false))).ring());
    }

    @Test
    void shouldDecideTheSameOnTheSameFacts() {
        RandomFacts facts = new RandomFacts(new Random(20_261_130));
        for (int i = 0; i < 500; i++) {
            Facts same = facts.facts();
            assertEquals(rules.decide(same), rules.decide(same));
            assertEquals(rules.decide(same), RuleFiles.builtIn().decide(same));
        }
    }

    @Test
    void shouldShowSilentlyOnlyOnOwnDevicesWhereNobodyElseLooks() {
        RandomFacts facts = new RandomFacts(new Random(20_261_130));
        int shown = 0;
        for (int i = 0; i < 2_000; i++) {
            Facts some = facts.facts();
            Decision decision = rules.decide(some).decision();
            Decision inUse = showingWhereInUse.decide(some).decision();
            for (DeviceFacts device : some.devices()) {
                if (silent(inUse).contains(device.id())) {
                    assertTrue(device.online(), () -> some + "\n" + inUse);
                    assertTrue(silent(decision).contains(device.id()), () -> some + "\n" + decision);
                }
                if (silent(decision).contains(device.id())) {
                    shown++;
                    assertTrue(device.online() || device.pushedRound() != null, () -> some + "\n" + decision);
                    assertFalse(Boolean.TRUE.equals(device.shared()), () -> some + "\n" + decision);
                    assertFalse(
                            Boolean.TRUE.equals(device.context().is(ActivityKind.PRESENTING)),
                            () -> some + "\n" + decision);
                    assertFalse(isTarget(decision, device.id()), () -> some + "\n" + decision);
                }
            }
        }
        assertTrue(shown > 100, "only " + shown);
    }

    /** A: a connected computer that nobody is at loses to a phone in somebody's hand, whose app is in the background. */
    @Test
    void shouldRingAPhoneUsedMinutesAgoBeforeALockedComputer() {
        Decision.Deliver deliver = deliver(decide(
                Priority.NORMAL,
                device("desktop", DeviceView.LOCKED, Duration.ofHours(20).toSeconds()),
                push("phone", Duration.ofMinutes(5), null)));

        assertEquals(new DecisionTarget.OnPush(new DeviceId("phone")), deliver.target());
    }

    /** D: a shared tablet that somebody took up is not the person, so the person's own phone comes first. */
    @Test
    void shouldNotRingASharedTabletOnTouchAlone() {
        DeviceFacts tablet = shared(device("tablet", DeviceView.FOCUSED, 2));

        Decision.Deliver deliver = deliver(decide(Priority.NORMAL, tablet, push("phone", Duration.ofHours(2), null)));

        assertEquals(new DecisionTarget.OnPush(new DeviceId("phone")), deliver.target());
        assertEquals(Set.of(), deliver.silent());
    }

    /** D: somebody else's touch does not wake the person either. */
    @Test
    void shouldPresumeSleepAlthoughASharedTabletIsUsed() {
        Facts night = new Facts(
                Instant.parse("2026-03-14T03:00:00Z"),
                notification(Priority.NORMAL, Progress.NONE),
                new UserFacts(ZoneId.of("UTC"), null, Set.of()),
                List.of(
                        at(shared(device("tablet", DeviceView.FOCUSED, 2)), Duration.ofHours(9)),
                        at(push("phone", Duration.ofHours(5), null), Duration.ofHours(9))));

        Explanation explanation = rules.decide(night).explanation();

        Object asleep = explanation.facts().stream()
                .filter(fact -> fact.fact().equals("user.asleep_chance"))
                .findFirst()
                .orElseThrow()
                .value();
        assertTrue(
                asleep instanceof Double chance && chance > 0.9,
                explanation.facts().toString());
    }

    /** G: what was learned compares devices without a connection with each other and with connected ones. */
    @Test
    void shouldPreferThePhoneOnWhichTheUserAnswers() {
        DeviceFacts idle = device("desktop", DeviceView.VISIBLE, 1_000);
        DeviceFacts silent = push("phone", Duration.ofHours(5), 0.02);
        DeviceFacts answering = push("watch_phone", Duration.ofHours(5), 0.9);

        assertEquals(
                new DecisionTarget.OnPush(new DeviceId("watch_phone")),
                deliver(decide(Priority.NORMAL, idle, silent, answering)).target());
    }

    @Test
    void shouldExplainEachChanceWithItsEvidence() {
        Decided decided = decide(
                Priority.NORMAL,
                device("desktop", DeviceView.LOCKED, 72_000),
                push("phone", Duration.ofMinutes(12), null));

        String text = String.join("\n", ExplanationText.of(decided.explanation()));

        assertTrue(text.contains("phone, push, used up to 15m ago"), text);
        assertTrue(text.contains("chosen, best_gain            noticed "), text);
        assertTrue(text.contains("more than its price"), text);
        assertTrue(text.contains("computer, locked, used more than 12h ago"), text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"high", "critical"})
    void shouldRingAgainAfterGrowingPauses(String name) {
        Priority priority = Priority.valueOf(name.toUpperCase(Locale.ROOT));
        List<Ring> rings = new ArrayList<>();
        Duration before = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            rings.add(new Ring(new DeviceId("gone"), NOW.minusSeconds(60 - i), false));
            Progress progress = new Progress(i + 1, null, NOW.minusSeconds(60), rings, null);
            Facts facts = facts(priority, progress, device("phone", DeviceView.FOCUSED, 5));

            Duration window = deliver(rules.decide(facts)).window().length();

            assertTrue(window.compareTo(before) > 0, window + " after " + before);
            before = window;
        }
    }

    @Test
    void shouldNeverRingForLow() {
        RandomFacts facts = new RandomFacts(new Random(7));
        for (int i = 0; i < 500; i++) {
            Decision decision = rules.decide(facts.facts(Priority.LOW)).decision();
            assertFalse(decision instanceof Decision.Deliver deliver && deliver.ring(), () -> decision.toString());
        }
    }

    @Test
    void shouldLetRulesPreferExcludeAndAddToTheChance() {
        DeviceFacts laptop = device("desktop", DeviceView.FOCUSED, 200);
        DeviceFacts phone = push("phone", Duration.ofMinutes(1), null);
        String prefer = "context: [{rule: r, when: device.id == \"phone\", then: prefer}]";
        String exclude = "context: [{rule: r, when: device.id == \"desktop\", then: exclude}]";
        String add = "scores: [{rule: r, when: device.id == \"phone\", log_odds: 5.0}]";

        for (String rule : List.of(prefer, exclude, add)) {
            Decision.Deliver deliver =
                    deliver(byChance(rule, "").decide(facts(Priority.NORMAL, Progress.NONE, laptop, phone)));
            assertEquals(new DecisionTarget.OnPush(new DeviceId("phone")), deliver.target(), rule);
        }
    }

    @Test
    void shouldNotRingWhereTheUserIsPatientAndTheChanceSmall() {
        Facts facts = facts(Priority.NORMAL, Progress.NONE, push("phone", Duration.ofHours(2), null));

        assertInstanceOf(
                Decision.Deliver.class,
                byChance("", "patience: {normal: 6}").decide(facts).decision());
        assertInstanceOf(
                Decision.Hold.class,
                byChance("", "patience: {normal: 60}").decide(facts).decision());
    }

    private static RuleSet byChance(String rules, String policy) {
        String file =
                "language: 1\nname: test\n%s\npolicies:\n  default:\n    choose: by_chance\n    %s\n    ring: [normal]\notherwise: hold\n"
                        .formatted(rules, policy);
        return RuleFiles.parse("test.yaml", file.getBytes(StandardCharsets.UTF_8));
    }

    private double chanceOf(DeviceFacts device) {
        return decide(Priority.NORMAL, device).explanation().candidates().stream()
                .map(Explanation.CandidateLine::chance)
                .findFirst()
                .orElseThrow()
                .noticed();
    }

    private Decided decide(Priority priority, DeviceFacts... devices) {
        return rules.decide(facts(priority, Progress.NONE, devices));
    }

    private static Facts facts(Priority priority, Progress progress, DeviceFacts... devices) {
        return new Facts(
                NOW,
                notification(priority, progress),
                new UserFacts(ZoneId.of("UTC"), null, Set.of()),
                List.of(devices));
    }

    private static NotificationFacts notification(Priority priority, Progress progress) {
        return new NotificationFacts(
                "ntf_1",
                "chat",
                priority,
                NOW.minusSeconds(3_600),
                NOW.plusSeconds(86_400),
                "default",
                GroupRole.ONE_PERSON,
                progress);
    }

    private static DeviceFacts device(String kind, DeviceView view, long idleSeconds) {
        Instant input = NOW.minusSeconds(idleSeconds);
        return facts(kind, kind, true, input, null, new DeviceUse(null, null, view, null, null, null, null), null);
    }

    private static DeviceFacts unknown(boolean online) {
        return facts("phone", "phone", online, null, 0, DeviceUse.UNKNOWN, null);
    }

    private static DeviceFacts push(String name, Duration lastUse, @Nullable Double answers) {
        Instant used = NOW.minus(lastUse);
        return facts(name, "phone", false, null, 0, new DeviceUse(used, false, null, null, null, null, null), answers);
    }

    private static DeviceFacts facts(
            String name,
            String kind,
            boolean online,
            @Nullable Instant input,
            @Nullable Integer pushed,
            DeviceUse use,
            @Nullable Double answers) {
        DeviceContext context = new DeviceContext(kind, null, null, Map.of(), null, null, null, answers, null);
        return new DeviceFacts(
                new DeviceId(name),
                null,
                online,
                AttentionState.UNKNOWN,
                0,
                NOW.minusSeconds(7_200),
                input,
                null,
                null,
                0,
                pushed,
                context,
                use);
    }

    private static DeviceFacts shared(DeviceFacts device) {
        DeviceUse use = device.use();
        return with(
                device,
                device.lastInputAt(),
                new DeviceUse(use.lastUsedAt(), true, use.view(), null, null, null, null));
    }

    /** The same device some time earlier. */
    private static DeviceFacts at(DeviceFacts device, Duration earlier) {
        Function<@Nullable Instant, @Nullable Instant> moved = at -> at == null ? null : at.minus(earlier);
        DeviceUse use = device.use();
        return with(
                device,
                moved.apply(device.lastInputAt()),
                new DeviceUse(moved.apply(use.lastUsedAt()), use.shared(), use.view(), null, null, null, null));
    }

    private static DeviceFacts with(DeviceFacts device, @Nullable Instant input, DeviceUse use) {
        return new DeviceFacts(
                device.id(),
                device.platform(),
                device.online(),
                device.attention(),
                device.confidence(),
                device.since(),
                input,
                device.battery(),
                device.network(),
                device.triedRound(),
                device.pushedRound(),
                device.context(),
                use);
    }

    private static Set<DeviceId> silent(Decision decision) {
        return switch (decision) {
            case Decision.Deliver deliver -> deliver.silent();
            case Decision.Hold hold -> hold.silent();
            case Decision.Suppress ignored -> Set.of();
            case Decision.Exhaust ignored -> Set.of();
            case Decision.Expire ignored -> Set.of();
        };
    }

    private static boolean isTarget(Decision decision, DeviceId device) {
        return decision instanceof Decision.Deliver deliver
                && deliver.device().filter(device::equals).isPresent();
    }

    private static Decision.Deliver deliver(Decided decided) {
        return assertInstanceOf(Decision.Deliver.class, decided.decision());
    }
}
