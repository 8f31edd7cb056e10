package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.CuttableProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A browser with five tabs disappears at once without closing its connections. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class CutTabsTest {

    private static final int TABS = 5;

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    @Inject
    PresenceConfig times;

    @Test
    void shouldRemoveFiveDisconnectedTabsWithinTheLease() {
        Someone ann = Someone.with("laptop", tokens);
        try (CuttableProxy network = new CuttableProxy(RestAssured.port)) {
            for (int tab = 0; tab < TABS; tab++) {
                ann.connectBy(URI.create(network.uri()).getPort(), ann.token()).hello("laptop");
            }
            assertEquals(TABS, sessions(ann));

            network.stall();

            await().atMost(times.lease()).until(() -> sessions(ann) == 0);
        }
    }

    private long sessions(Someone who) {
        return presence.load(who.user()).await().indefinitely().devices().stream()
                .mapToLong(device -> device.sessions().size())
                .sum();
    }
}
