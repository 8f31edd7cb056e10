package dev.oneping.notify;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFiles;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The rule set in force. A turn takes it once, so that no decision mixes two versions. */
@Singleton
@Startup
public class ActiveRules {

    private final AtomicReference<RuleSet> current;

    /** Loads the configured file, or the set that is built in; a bad file stops the start with all its errors. */
    ActiveRules(NotifyConfig config) {
        current = new AtomicReference<>(load(config));
    }

    /** The rule set of this moment. */
    public RuleSet current() {
        return Objects.requireNonNull(current.get());
    }

    private static RuleSet load(NotifyConfig config) {
        return config.rules().isPresent()
                ? RuleFiles.load(Path.of(config.rules().get()))
                : RuleFiles.builtIn();
    }
}
