package dev.oneping.connection.grip;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Publishes to everyone who views a resource, through all proxies, and purges the caches in front of this service. */
@Singleton
public class Broadcast {

    private final GripProxies proxies;
    private final GripPublisher publisher;
    private final CachePurger purger;

    Broadcast(GripProxies proxies, GripPublisher publisher, CachePurger purger) {
        this.proxies = proxies;
        this.publisher = publisher;
        this.purger = purger;
    }

    /** Returns whether any proxy is configured. */
    public boolean hasProxies() {
        return !proxies.all().isEmpty();
    }

    /** Purges a key from caches. Completes even if that failed: cached content then expires by itself. */
    public Uni<Void> purge(String key) {
        List<Uni<Void>> all = proxies.all().stream()
                .filter(proxy -> proxy.purge() != null)
                .map(proxy -> purger.purge(proxy, key))
                .toList();
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(all).andFailFast().replaceWithVoid();
    }

    /** Publishes a part of streams, with its id and that of its predecessor. */
    public void stream(String channel, String id, String before, String content) {
        PublishItem item = PublishItem.on(channel, id, before).stream(content);
        proxies.all().forEach(proxy -> publisher.publish(proxy, item));
    }
}
