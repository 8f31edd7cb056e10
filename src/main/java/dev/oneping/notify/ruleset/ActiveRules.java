package dev.oneping.notify.ruleset;

import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFileException;
import dev.oneping.rules.file.RuleFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rule sets in force: a tenant's own, else that of the file. A turn takes one once, so that no decision mixes two
 * versions. What changes on another node or in the file counts within a second; what cannot be read leaves the old set in
 * force.
 */
@Singleton
@Startup(RedisPipeline.NEXT)
public class ActiveRules {

    private static final Logger LOG = Logger.getLogger(ActiveRules.class);

    private final RuleSetStore book;
    private final Optional<Path> file;
    private final AtomicReference<RuleSet> common;
    private final Map<TenantId, Own> own = new ConcurrentHashMap<>();
    private volatile String lastRefused = "";

    /** Loads the configured file, or the set that is built in; a bad file stops the start with all its errors. */
    ActiveRules(
            RuleSetStore book,
            MeterRegistry metrics,
            @ConfigProperty(name = "oneping.notify.rules") Optional<String> file) {
        this.book = book;
        this.file = file.map(Path::of);
        this.common = new AtomicReference<>(this.file.map(RuleFiles::load).orElseGet(RuleFiles::builtIn));
        Gauge.builder("oneping.rules.refused", this, rules -> rules.lastRefused.isEmpty() ? 0 : 1)
                .description("1 while the rule file is not sound, and an older one is in force")
                .register(metrics);
    }

    /** No notification is decided by the common rules only because the node has just begun. */
    @PostConstruct
    void begin() {
        refresh();
    }

    /** The rule set of this moment for a tenant. */
    public RuleSet current(TenantId tenant) {
        Own set = own.get(tenant);
        return set == null ? common() : set.rules();
    }

    /** The rule set of those tenants that have none of their own. */
    public RuleSet common() {
        return Objects.requireNonNull(common.get());
    }

    /** Whether that tenant has rules of its own in force, and which. */
    public Optional<RuleSetVersion> own(TenantId tenant) {
        return Optional.ofNullable(own.get(tenant)).map(Own::published);
    }

    /** Puts a tenant's rules into force on this node; the others hear of it within a second. */
    void accept(TenantId tenant, RuleSetVersion published, RuleSet rules) {
        own.merge(
                tenant,
                new Own(published, rules),
                (old, fresh) -> fresh.published().number() > old.published().number() ? fresh : old);
    }

    /** Goes back to the common rules on this node. */
    void retire(TenantId tenant) {
        own.remove(tenant);
    }

    /** Reads the file again. By its content: the files of a ConfigMap are swapped as a whole, behind symbolic links. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @Blocking
    void reload() {
        file.ifPresent(path -> {
            try {
                RuleSet now = RuleFiles.loadIfOther(path, common());
                if (!now.version().equals(common().version())) {
                    LOG.infof("rules %s are in force, from %s", now.version(), path);
                    common.set(now);
                }
                lastRefused = "";
            } catch (RuleFileException refused) {
                String why = String.valueOf(refused.getMessage());
                if (!why.equals(lastRefused)) {
                    LOG.errorf("rules %s stay in force: %s", common().version(), why);
                    lastRefused = why;
                }
            }
        });
    }

    /**
     * Asks what is in force for the tenants that have rules of their own, and loads what is new. What was put into force here
     * while it asked is newer than the answer, and stays.
     */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @Blocking
    void refresh() {
        Map<TenantId, Own> before = Map.copyOf(own);
        Map<TenantId, Long> active = book.active().await().indefinitely();
        before.forEach((tenant, known) -> {
            if (!active.containsKey(tenant)) {
                own.remove(tenant, known);
            }
        });
        active.forEach((tenant, number) -> {
            Own known = before.get(tenant);
            if (known == null || known.published().number() != number) {
                load(tenant, number).ifPresent(fresh -> replace(tenant, known, fresh));
            }
        });
    }

    private void replace(TenantId tenant, @Nullable Own known, Own fresh) {
        if (known == null) {
            own.putIfAbsent(tenant, fresh);
        } else {
            own.replace(tenant, known, fresh);
        }
    }

    private Optional<Own> load(TenantId tenant, long number) {
        return book.find(tenant, number).await().indefinitely().flatMap(published -> {
            try {
                return Optional.of(new Own(published, parse(published.text())));
            } catch (RuleFileException refused) {
                // It was sound for the node that took it; a node of another release must not stop for it.
                LOG.errorf("rules %d of tenant %s cannot be read here: %s", number, tenant, refused.getMessage());
                return Optional.empty();
            }
        });
    }

    static RuleSet parse(String text) {
        return RuleFiles.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private record Own(RuleSetVersion published, RuleSet rules) {}
}
