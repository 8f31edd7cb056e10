package dev.oneping.notify.turn;

import dev.oneping.delivery.life.StoredExplanation;
import dev.oneping.model.Priority;
import dev.oneping.redis.packed.PackedWriter;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.ChanceLine;
import dev.oneping.rules.explain.Explanation.FactLine;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Explanation.StageLine;
import dev.oneping.rules.fact.AttentionState;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an explanation into a trace, field by field as Jackson would, since every turn writes one and few are ever read.
 *
 * @param explanation the explanation
 */
record PackedExplanation(Explanation explanation) implements StoredExplanation {

    @Override
    public void pack(PackedWriter out) {
        out.object().field("rules", explanation.rules()).field("at", explanation.at());
        out.name("stages").rows("stage", "reason", "rules");
        for (StageLine stage : explanation.stages()) {
            out.text(stage.stage().code()).text(stage.reason());
            rules(out, stage.rules());
        }
        out.end().name("candidates").list();
        for (CandidateLine candidate : explanation.candidates()) {
            candidate(out, candidate);
        }
        out.end();
        facts(out, explanation.facts());
        out.field("failures", explanation.failures()).end();
    }

    private static void candidate(PackedWriter out, CandidateLine line) {
        out.object().field("device", line.device().value());
        out.field("fate", line.fate().code()).field("reason", line.reason());
        out.field("attention", code(line.attention())).name("confidence").decimal(line.confidence());
        if (line.score() != null) {
            out.name("score").decimal(line.score());
        }
        if (line.chance() != null) {
            chance(out, line.chance());
        }
        rules(out.name("rules"), line.rules());
        facts(out, line.facts());
        out.end();
    }

    private static void chance(PackedWriter out, ChanceLine chance) {
        out.name("chance").object().name("noticed").decimal(chance.noticed());
        out.field("seconds", chance.seconds());
        if (chance.gain() != null) {
            out.name("gain").decimal(chance.gain());
        }
        out.name("evidence").rows("what", "weight");
        for (ChanceModel.Evidence evidence : chance.evidence()) {
            out.text(evidence.what()).decimal(evidence.weight());
        }
        out.end().end();
    }

    private static void rules(PackedWriter out, List<RuleLine> rules) {
        if (rules.isEmpty()) {
            out.list().end();
            return;
        }
        out.rows("rule", "verdict", "points");
        for (RuleLine rule : rules) {
            out.text(rule.rule()).text(rule.verdict().code());
            if (rule.points() == null) {
                out.absent();
            } else {
                out.decimal(rule.points());
            }
        }
        out.end();
    }

    private static void facts(PackedWriter out, List<FactLine> facts) {
        out.name("facts").rows("fact", "value");
        for (FactLine fact : facts) {
            out.text(fact.fact());
            if (fact.value() == null) {
                out.absent();
            } else {
                value(out, fact.value());
            }
        }
        out.end();
    }

    private static void value(PackedWriter out, @Nullable Object value) {
        switch (value) {
            case null -> out.nothing();
            case String text -> out.text(text);
            case Boolean flag -> out.flag(flag);
            case Double number -> out.decimal(number);
            case Float number -> out.decimal(Double.parseDouble(number.toString()));
            case Number number -> out.number(number.longValue());
            case Priority priority -> out.text(code(priority));
            case AttentionState attention -> out.text(code(attention));
            case Enum<?> other -> out.text(other.name());
            case Map<?, ?> fields -> {
                out.object();
                fields.forEach((name, field) -> value(out.name(name.toString()), field));
                out.end();
            }
            case Collection<?> items -> {
                out.list();
                items.forEach(item -> value(out, item));
                out.end();
            }
            default -> out.text(value.toString());
        }
    }

    /** Returns the name in JSON of an enum that has it in lower case. */
    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
