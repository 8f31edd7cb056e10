package dev.oneping.webhook.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import dev.oneping.webhook.delivery.WebhookRig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code webhook/create.lua} and {@code change/replace.lua}. */
class SubscriptionStoreTest {

    private final WebhookRig rig = new WebhookRig("subscriptions-per-tenant", "2");
    private final SubscriptionStore store = rig.subscriptions;
    private final WebhookRig otherNode = new WebhookRig();

    @AfterEach
    void close() {
        rig.close();
        otherNode.close();
    }

    @Test
    void shouldEnforceTenantLimit() {
        Subscription first = rig.subscribe("https://a.example/");
        Subscription second = rig.subscribe("https://b.example/");

        assertFalse(store.create(rig.subscribe("https://c.example/")).await().indefinitely());
        assertEquals(
                List.of(first.url(), second.url()),
                store.all(rig.tenant).await().indefinitely().stream()
                        .map(Subscription::url)
                        .sorted()
                        .toList());
    }

    @Test
    void shouldKeepTheSecret() {
        Subscription made = rig.subscribe("https://a.example/");

        Subscription found = find(made).orElseThrow();

        assertEquals(made.newestKey().reveal(), found.newestKey().reveal());
    }

    @Test
    void shouldHideSubscriptionsOfOtherTenants() {
        Subscription made = rig.subscribe("https://a.example/");
        TenantId other = new TenantId(rig.tenant + "x");

        assertEquals(Optional.empty(), store.find(other, made.id()).await().indefinitely());
        assertFalse(store.delete(other, made.id()).await().indefinitely());
        assertTrue(find(made).isPresent());
    }

    @Test
    void shouldRecomputeChangeAfterConflict() {
        Subscription made = rig.subscribe("https://a.example/");
        AtomicBoolean first = new AtomicBoolean(true);

        change(rig, made, current -> {
            if (first.getAndSet(false)) {
                elsewhere(() -> change(otherNode, made, inner -> inner.disabled("faster", rig.now())));
            }
            return current.takes(rig.now()) ? current.disabled("slower", rig.now()) : current;
        });

        assertEquals(
                new Subscription.Disabled("faster", rig.now()),
                find(made).orElseThrow().status().disabled());
    }

    @Test
    void shouldChangeNothingThatIsGone() {
        Subscription made = rig.subscribe("https://a.example/");
        change(rig, made, current -> {
            elsewhere(() -> otherNode
                    .subscriptions
                    .delete(rig.tenant, made.id())
                    .await()
                    .indefinitely());
            return current.disabled("late", rig.now());
        });

        assertEquals(Optional.empty(), find(made));
        change(rig, made, current -> current);
        assertEquals(Optional.empty(), find(made));
    }

    /** Another node waits on threads of its own, not on the event loop that decides here. */
    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    private void change(WebhookRig node, Subscription subscription, UnaryOperator<Subscription> change) {
        node.subscriptions.change(rig.tenant, subscription.id(), change).await().indefinitely();
    }

    private Optional<Subscription> find(Subscription subscription) {
        return store.find(rig.tenant, subscription.id()).await().indefinitely();
    }
}
