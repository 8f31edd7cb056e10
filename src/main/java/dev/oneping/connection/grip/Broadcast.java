package dev.oneping.connection.grip;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** What is said to everybody who looks at one thing, by every proxy, and to the caches before this service. */
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

    /** Whether there is a proxy at all. */
    public boolean reachesAnybody() {
        return !proxies.all().isEmpty();
    }

    /** Lets caches forget what they know by that key. Completes when they have, or have not: what they know grows old by itself. */
    public Uni<Void> purge(String key) {
        List<Uni<Void>> all = proxies.all().stream()
                .filter(proxy -> proxy.purge() != null)
                .map(proxy -> purger.purge(proxy, key))
                .toList();
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(all).andFailFast().replaceWithVoid();
    }

    /** Publishes a part of streams, with its place and the one before it. */
    public void stream(String channel, String id, String before, String content) {
        PublishItem item = PublishItem.on(channel, id, before).stream(content);
        proxies.all().forEach(proxy -> publisher.publish(proxy, item));
    }
}
