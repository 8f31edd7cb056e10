package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.Priority;
import dev.oneping.rules.Decision;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.file.cel.RandomExpressions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losing a signal never makes a critical notification less likely to arrive: not under the rules that oneping brings, nor
 * under any that somebody could write. {@code -Doneping.facts=5000} tries the rules that oneping brings on more.
 */
@Tag("slow")
class CriticalDeliveryTest {

    private static final int FACTS = Integer.getInteger("oneping.facts", 1_500);
    private static final String END = """
            policies:
              default:
                ack_window: {low: 2m, normal: 2m, high: 45s, critical: 15s}
                ring: []
              by_text: {steps: [{to: {channel: sms}}, {to: desktop}], afterwards: exhaust, ring: []}
              on_the_move: {steps: [{to: mobile, when: user.active}, {to: {platform: [ios]}}], afterwards: exhaust, ring: []}
            otherwise: hold
            """;

    @Test
    void shouldDeliverCriticalWithFewerSignalsUnderTheBuiltInRules() {
        // Given
        Random random = new Random(20_261_123);

        // When
        int delivered = assertMonotone(RuleFiles.builtIn(), FACTS, random);

        // Then
        assertTrue(delivered > FACTS / 5, "only %d were delivered".formatted(delivered));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 42, 20_261_123})
    void shouldDeliverCriticalWithFewerSignalsUnderAnyRules(long seed) {
        // Given
        Random random = new Random(seed);
        int delivered = 0;

        // When
        for (int i = 0; i < 60; i++) {
            delivered += assertMonotone(anyRules(random), 40, random);
        }

        // Then
        assertTrue(delivered > 100, "only %d were delivered".formatted(delivered));
    }

    /** How many of so many facts led to delivery; each of those did so too with any one signal less. */
    private static int assertMonotone(RuleSet rules, int rounds, Random random) {
        RandomFacts facts = new RandomFacts(random);
        int delivered = 0;
        for (int round = 0; round < rounds; round++) {
            Facts whole = facts.facts(Priority.CRITICAL);
            if (rules.decide(whole).decision() instanceof Decision.Deliver) {
                delivered++;
                for (Facts less : withOneSignalLess(whole)) {
                    assertInstanceOf(
                            Decision.Deliver.class,
                            rules.decide(less).decision(),
                            () -> rules.version() + "\n" + whole + "\n" + less + "\n" + rules.decide(less));
                }
            }
        }
        return delivered;
    }

    private static RuleSet anyRules(Random random) {
        StringBuilder file = new StringBuilder("language: 1\nname: any\n");
        appendRules(file, random, "opt_out", false, List.of("allow", "suppress"));
        appendRules(
                file,
                random,
                "quiet",
                false,
                List.of(
                        "allow",
                        "suppress",
                        "hold\n    at_most: 7d",
                        "hold\n    at_most: 7d\n    by: 12:00",
                        "hold\n    at_most: 7d\n    deliver_when: device.charging || \"office\" in device.places"));
        appendLimit(file, random);
        appendChoices(file, random);
        appendRules(file, random, "context", true, List.of("allow", "exclude"));
        return RuleFiles.parse("any", file.append(END).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void appendLimit(StringBuilder file, Random random) {
        RandomExpressions expressions = new RandomExpressions(random, false);
        file.append(
                "limits:\n  - rule: calm\n    when: true\n    budget: 1\n    every: 1h\n    then: hold\n    at_most: 7d\n");
        file.append("    cost: \"%s ? 2.0 : 0.1\"%n".formatted(expressions.condition()));
        file.append("    deliver_when: \"%s\"%n".formatted(expressions.condition()));
    }

    private static void appendChoices(StringBuilder file, Random random) {
        RandomExpressions expressions = new RandomExpressions(random, false);
        file.append("choose_policy:\n");
        for (String policy : List.of("by_text", "on_the_move", "default")) {
            file.append("  - rule: to_%s%n".formatted(policy));
            file.append("    when: \"%s\"%n".formatted(expressions.condition()));
            file.append("    when_unknown: %s%n".formatted(random.nextBoolean() ? "skip" : "match"));
            file.append("    policy: %s%n".formatted(policy));
        }
    }

    private static void appendRules(
            StringBuilder file, Random random, String section, boolean ofDevice, List<String> actions) {
        RandomExpressions expressions = new RandomExpressions(random, ofDevice);
        file.append(section).append(":\n");
        for (int i = 0; i < 2; i++) {
            file.append("  - rule: %s_%d%n".formatted(section, i));
            file.append("    when: \"%s\"%n".formatted(expressions.condition()));
            file.append("    when_unknown: %s%n".formatted(random.nextBoolean() ? "skip" : "match"));
            file.append("    then: %s%n".formatted(actions.get(random.nextInt(actions.size()))));
        }
    }

    private static List<Facts> withOneSignalLess(Facts facts) {
        List<Facts> less = new ArrayList<>();
        less.add(new Facts(
                facts.now(),
                facts.notification(),
                new UserFacts(null, facts.user().quietHours(), facts.user().channels()),
                facts.devices(),
                facts.history()));
        List<UnaryOperator<DeviceFacts>> losses = new ArrayList<>(List.of(
                device -> with(device, device.attention(), true, false, true, true),
                device -> with(device, device.attention(), true, true, false, true),
                device -> with(device, AttentionState.UNKNOWN, true, true, true, true),
                device -> with(device, device.attention(), false, true, true, true),
                device -> with(device, device.attention(), true, true, true, false)));
        IntStream.rangeClosed(0, 16).forEach(lost -> losses.add(device -> without(device, lost)));
        IntStream.range(0, facts.devices().size())
                .forEach(index -> losses.forEach(loss -> {
                    List<DeviceFacts> devices = new ArrayList<>(facts.devices());
                    devices.set(index, loss.apply(devices.get(index)));
                    less.add(new Facts(facts.now(), facts.notification(), facts.user(), devices, facts.history()));
                }));
        return less;
    }

    private static DeviceFacts with(
            DeviceFacts device,
            AttentionState attention,
            boolean input,
            boolean battery,
            boolean network,
            boolean platform) {
        return new DeviceFacts(
                device.id(),
                platform ? device.platform() : null,
                device.online(),
                attention,
                attention == AttentionState.UNKNOWN ? 0 : device.confidence(),
                device.since(),
                input ? device.lastInputAt() : null,
                battery ? device.battery() : null,
                network ? device.network() : null,
                device.triedRound(),
                device.pushedRound(),
                device.context(),
                device.use());
    }

    /** All that is known of where the device is and what it is doing, but the one thing of that number. */
    private static DeviceFacts without(DeviceFacts device, int lost) {
        DeviceContext context = device.context();
        DeviceUse use = device.use();
        return new DeviceFacts(
                device.id(),
                device.platform(),
                device.online(),
                device.attention(),
                device.confidence(),
                device.since(),
                device.lastInputAt(),
                device.battery(),
                device.network(),
                device.triedRound(),
                device.pushedRound(),
                new DeviceContext(
                        lost == 0 ? null : context.kind(),
                        lost == 1 ? null : context.places(),
                        lost == 2 ? null : context.capabilities(),
                        ActivityKind.map(kind -> lost == 3 + kind.ordinal() ? null : context.is(kind)),
                        lost == 7 ? null : context.batteryMinutesLeft(),
                        lost == 8 ? null : context.lastAckAt(),
                        lost == 9 ? null : context.coLocated(),
                        lost == 10 ? null : context.ackChance(),
                        lost == 11 ? null : context.zone()),
                new DeviceUse(
                        lost == 12 ? null : use.lastUsedAt(),
                        lost == 13 ? null : use.shared(),
                        lost == 14 ? null : use.view(),
                        lost == 15 ? null : use.systemInputAt(),
                        lost == 16 ? null : use.freeSince(),
                        null,
                        null));
    }
}
