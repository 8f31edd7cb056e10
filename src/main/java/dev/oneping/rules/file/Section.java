package dev.oneping.rules.file;

import dev.oneping.rules.file.Located.Mapping;
import dev.oneping.rules.file.Located.Sequence;
import java.util.Locale;
import java.util.stream.Stream;

/** The sections of a rule file that hold rules, in the order in which they are asked. */
enum Section {
    OPT_OUT(false),
    PREFERENCES(false),
    QUIET(false),
    CONTEXT(true),
    SCORES(true);

    private final boolean ofDevice;

    Section(boolean ofDevice) {
        this.ofDevice = ofDevice;
    }

    /** Whether its rules are asked of each device. */
    boolean ofDevice() {
        return ofDevice;
    }

    /** The rules of this section, as far as there are any in the file. */
    Stream<Mapping> rulesOf(Located root) {
        return root instanceof Mapping file
                        && file.get(name().toLowerCase(Locale.ROOT)).orElse(null) instanceof Sequence rules
                ? rules.items().stream().filter(Mapping.class::isInstance).map(Mapping.class::cast)
                : Stream.empty();
    }
}
