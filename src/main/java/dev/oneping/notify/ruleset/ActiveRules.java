package dev.oneping.notify.ruleset;

import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.rules.file.source.RuleFileException;
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
 * The active rule sets: a tenant's own, else that of the file. Each turn reads it once, so that no decision mixes two
 * versions. Changes on another node or in the file take effect within a second; an invalid one leaves the old set
 * active.
 */
@Singleton
@Startup(RedisPipeline.NEXT)
public class ActiveRules {

    private static final Logger LOG = Logger.getLogger(ActiveRules.class);

    private final RuleSetStore ruleSets;
    private final Optional<Path> file;
    private final AtomicReference<RuleSet> common;
    private final Map<TenantId, Own> own = new ConcurrentHashMap<>();
    private volatile String lastRefused = "";

    /** Loads the configured file, or the built-in set; an invalid file stops the start with all its errors. */
    ActiveRules(
            RuleSetStore ruleSets,
            MeterRegistry metrics,
            @ConfigProperty(name = "oneping.notify.rules") Optional<String> file) {
        this.ruleSets = ruleSets;
        this.file = file.map(Path::of);
        this.common = new AtomicReference<>(this.file.map(RuleFiles::load).orElseGet(RuleFiles::builtIn));
        Gauge.builder("oneping.rules.refused", this, rules -> rules.lastRefused.isEmpty() ? 0 : 1)
                .description("1 while the rule file is invalid and an older version stays active")
                .register(metrics);
    }

    /**
     * Loads the tenants' rules before the first request, so that none is decided by the common rules just because the
     * node has started.
     */
    @PostConstruct
    void begin() {
        refresh();
    }

    /** Returns the current rule set of a tenant. */
    public RuleSet current(TenantId tenant) {
        Own set = own.get(tenant);
        return set == null ? common() : set.rules();
    }

    /** Returns the rule set of tenants that have none of their own. */
    public RuleSet common() {
        return Objects.requireNonNull(common.get());
    }

    /** Returns the tenant's own active version, if it has one. */
    public Optional<RuleSetVersion> own(TenantId tenant) {
        return Optional.ofNullable(own.get(tenant)).map(Own::published);
    }

    /** Activates a tenant's rules on this node; the others follow within a second. */
    void accept(TenantId tenant, RuleSetVersion published, RuleSet rules) {
        own.merge(
                tenant,
                new Own(published, rules),
                (old, fresh) -> fresh.published().number() > old.published().number() ? fresh : old);
    }

    /** Returns a tenant to the common rules on this node. */
    void retire(TenantId tenant) {
        own.remove(tenant);
    }

    /**
     * Reloads the file if its content changed. It compares content, because the files of a ConfigMap are swapped as a
     * whole, behind symbolic links.
     */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @Blocking
    void reload() {
        file.ifPresent(path -> {
            try {
                RuleSet now = RuleFiles.loadIfChanged(path, common());
                if (!now.version().equals(common().version())) {
                    LOG.infof("rules %s are active, from %s", now.version(), path);
                    common.set(now);
                }
                lastRefused = "";
            } catch (RuleFileException refused) {
                String why = String.valueOf(refused.getMessage());
                if (!why.equals(lastRefused)) {
                    LOG.errorf("rules %s stay active: %s", common().version(), why);
                    lastRefused = why;
                }
            }
        });
    }

    /**
     * Loads the versions that are newly active for tenants with their own rules. A version that was activated here
     * meanwhile is newer than what was read, and stays.
     */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @Blocking
    void refresh() {
        Map<TenantId, Own> before = Map.copyOf(own);
        Map<TenantId, Long> active = ruleSets.active().await().indefinitely();
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
        return ruleSets.find(tenant, number).await().indefinitely().flatMap(published -> {
            try {
                return Optional.of(new Own(published, parse(published.text())));
            } catch (RuleFileException refused) {
                // It was valid on the node that accepted it; a node of another release must not stop for it.
                LOG.errorf(
                        "version %d of the rules of tenant %s cannot be parsed on this node: %s",
                        number, tenant, refused.getMessage());
                return Optional.empty();
            }
        });
    }

    static RuleSet parse(String text) {
        return RuleFiles.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private record Own(RuleSetVersion published, RuleSet rules) {}
}
