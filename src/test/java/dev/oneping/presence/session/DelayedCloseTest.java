package dev.oneping.presence.session;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PresenceRig;
import dev.oneping.presence.store.PresenceRig.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A device connects three times in a row, each time to another node. The callbacks that close its first two
 * connections run late, twice, and on the wrong node too: here in every possible order.
 */
class DelayedCloseTest {

    private static final DeviceId PHONE = new DeviceId("phone");
    private static final int CONNECTIONS = 3;
    private static final List<Integer> CALLBACKS = List.of(0, 0, 1, 1);

    /** Seven steps in all orders in which each connection is opened before the next, and closed after it was opened. */
    private static final int ORDERS = 45;

    private final PresenceRig rig = new PresenceRig();
    private final List<Node> nodes = List.of(rig.node(), rig.node());
    private int orders;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldNeverRemoveANewerSessionInAnyOrderOfDelayedCloses() {
        go(new ArrayList<>());

        assertEquals(ORDERS, orders);
    }

    /** A step that is not negative opens that connection, and one that is closes it. */
    private void go(List<Integer> steps) {
        long opened = steps.stream().filter(step -> step >= 0).count();
        if (steps.size() == CONNECTIONS + CALLBACKS.size()) {
            orders++;
            assertRight(steps);
            return;
        }
        if (opened < CONNECTIONS) {
            go(with(steps, (int) opened));
        }
        for (int connection = 0; connection < CONNECTIONS - 1; connection++) {
            int closing = ~connection;
            long done = steps.stream().filter(step -> step == closing).count();
            if (connection < opened && done < 2) {
                go(with(steps, closing));
            }
        }
    }

    private void assertRight(List<Integer> steps) {
        UserRef user = new UserRef(rig.ann.tenant(), new UserId("user" + orders));
        List<SessionId> ids = new ArrayList<>();
        Set<SessionLocation> open = new HashSet<>();
        for (int step : steps) {
            if (step >= 0) {
                ids.add(open(user, step));
                open.add(new SessionLocation(ids.get(step), node(step).id));
            } else {
                int connection = ~step;
                await(node(connection + 1).sessions.close(user, ids.get(connection), "replaced"));
                await(node(connection).sessions.close(user, ids.get(connection), "replaced"));
                open.remove(new SessionLocation(ids.get(connection), node(connection).id));
            }
            assertEquals(open, held(user), steps::toString);
        }
        List<String> types =
                rig.events(user).stream().map(event -> event.type()).toList();
        assertEquals(List.of("presence.device.online"), types, "nobody was told of an absence");
    }

    private SessionId open(UserRef user, int connection) {
        SessionId id = SessionId.create(rig.now());
        OpenResult opening = await(node(connection).sessions.open(user, PHONE, "ios", id, Report.EMPTY));
        assertInstanceOf(OpenResult.Opened.class, opening);
        return id;
    }

    private Set<SessionLocation> held(UserRef user) {
        Set<SessionLocation> held = new HashSet<>();
        await(node(orders).store.load(user)).devices().forEach(device -> held.addAll(device.sessions()));
        return held;
    }

    private Node node(int number) {
        return nodes.get(number % nodes.size());
    }

    private static List<Integer> with(List<Integer> steps, int next) {
        List<Integer> more = new ArrayList<>(steps);
        more.add(next);
        return more;
    }
}
