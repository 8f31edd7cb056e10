package dev.oneping.bench.rules;

import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.file.RuleFiles;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a decision over 10 devices and 30 rules, one by the built-in rules, and the parsing of 200 rules. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RulesBench {

    private final RuleSet thirty = RuleFiles.parse("thirty.yaml", bytes(Sample.rules(30)));
    private final RuleSet byChance = RuleFiles.parse(
            "by_chance.yaml", bytes(Sample.rules(30).replace("default: {", "default: {choose: by_chance, ")));
    private final RuleSet builtIn = RuleFiles.builtIn();
    private final byte[] twoHundred = bytes(Sample.rules(200));
    private final Facts facts = Sample.facts(10);

    /** With its whole explanation. */
    @Benchmark
    public Decided decideTenDevicesThirtyRules() {
        return thirty.decide(facts);
    }

    /** With its whole explanation. */
    @Benchmark
    public Decided decideTenDevicesThirtyRulesByChance() {
        return byChance.decide(facts);
    }

    /** With its whole explanation. */
    @Benchmark
    public Decided decideTenDevicesBuiltInRules() {
        return builtIn.decide(facts);
    }

    /** From the bytes of the file to a rule set in force. */
    @Benchmark
    public RuleSet readTwoHundredRules() {
        return RuleFiles.parse("two_hundred.yaml", twoHundred);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
