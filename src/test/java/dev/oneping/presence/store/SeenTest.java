package dev.oneping.presence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.attention.Attention.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The presence that other users see, and above all what they do not see. */
class SeenTest {

    private static final Duration GRACE = PresenceRig.CONFIG.publish().offlineGrace();

    private final Crowd crowd = new Crowd();
    private final UserRef ann = crowd.user("ann");
    private final UserRef bob = crowd.user("bob");

    @AfterEach
    void close() {
        crowd.close();
    }

    @Test
    void shouldAnswerInTheOrderAsked() {
        crowd.sitsAt("laptop", bob);

        List<Seen> seen = crowd.seen().load(List.of(ann, bob, ann)).await().indefinitely();

        assertEquals(List.of(Seen.NOBODY, new Seen(State.ACTIVE, true, now()), Seen.NOBODY), seen);
    }

    @Test
    void shouldShowAnInvisibleUserExactlyLikeAnOfflineOne() {
        SessionId session = crowd.sitsAt("laptop", ann);
        crowd.sitsAt("laptop", bob);

        crowd.leaves(ann, session);
        crowd.pass(GRACE, ann);
        crowd.invisible(bob, true);

        assertEquals(seen(ann), seen(bob));
        assertEquals(new Seen(State.UNKNOWN, false, now()), seen(bob));
    }

    @Test
    void shouldRevealNothingOfAnInvisibleUser() {
        crowd.invisible(ann, true);
        SessionId session = crowd.sitsAt("laptop", ann);
        crowd.locks(ann, session);
        crowd.pass(GRACE, ann);
        assertEquals(Seen.NOBODY, seen(ann));

        crowd.pass(Duration.ofSeconds(5), ann);
        crowd.invisible(ann, false);
        assertEquals(new Seen(State.AWAY, true, now()), seen(ann), "as if she had just come");
    }

    @Test
    void shouldShowVisibleDevicesIfAnotherIsHidden() {
        crowd.hidesAt("laptop", ann);
        assertFalse(seen(ann).online());
        SessionId phone = crowd.sitsAt("phone", ann);
        assertEquals(State.ACTIVE, seen(ann).attention());

        crowd.locks(ann, phone);
        crowd.pass(GRACE, ann);

        assertEquals(State.AWAY, seen(ann).attention());
        assertEquals(
                "presence.visibility.changed", crowd.events(ann).getLast().type(), "though she is active, it is told");
    }

    /** As for the person as a whole: a rise is seen at once, a fall only when it has lasted. */
    @Test
    void shouldDebounceVisibleDevicesIfAnotherIsHidden() {
        crowd.hidesAt("laptop", ann);
        SessionId phone = crowd.sitsAt("phone", ann);
        Seen before = seen(ann);
        int told = crowd.events(ann).size();
        for (int i = 0; i < 5; i++) {
            crowd.locks(ann, phone);
            crowd.pass(GRACE.minusMillis(1), ann);
            crowd.types(ann, phone);
        }
        assertEquals(before, seen(ann));
        assertEquals(told, crowd.events(ann).size(), "nothing that lasted");

        crowd.locks(ann, phone);
        crowd.pass(GRACE, ann);
        assertEquals(State.AWAY, seen(ann).attention());
        assertEquals(told + 1, crowd.events(ann).size());
        crowd.types(ann, phone);
        assertEquals(State.ACTIVE, seen(ann).attention(), "at once");
    }

    @Test
    void shouldDebounceADeviceHiddenForAMoment() {
        SessionId laptop = crowd.sitsAt("laptop", ann);
        crowd.locks(ann, crowd.sitsAt("phone", ann));
        Seen before = seen(ann);

        crowd.hides(ann, laptop);
        crowd.pass(GRACE.minusMillis(1), ann);
        crowd.types(ann, laptop);
        crowd.pass(GRACE, ann);
        assertEquals(before, seen(ann), "seen as before all the time");

        crowd.hides(ann, laptop);
        crowd.pass(GRACE, ann);
        assertEquals(new Seen(State.AWAY, true, now()), seen(ann));
    }

    @Test
    void shouldNotShowAHiddenDeviceWhileItReconnects() {
        SessionId laptop = crowd.hidesAt("laptop", ann);
        crowd.leaves(ann, laptop);
        assertFalse(seen(ann).online());
        crowd.pass(GRACE.minusMillis(1), ann);
        assertFalse(seen(ann).online());
        crowd.hidesAt("laptop", ann);

        assertEquals(Seen.NOBODY, seen(ann), "nothing was ever seen");
    }

    @Test
    void shouldKeepTheVisibleStateWhileTheOnlyVisibleDeviceReconnects() {
        crowd.hidesAt("laptop", ann);
        SessionId phone = crowd.sitsAt("phone", ann);
        Seen before = seen(ann);
        crowd.pass(Duration.ofSeconds(1), ann);
        crowd.leaves(ann, phone);

        assertEquals(before, seen(ann));
        crowd.pass(GRACE, ann);
        assertFalse(seen(ann).online());
    }

    @Test
    void shouldReadRecordsOfAnOlderRelease() {
        String told = "{'a':'active','d':['laptop'],'i':%s}".replace('\'', '"');

        assertEquals(new Seen(State.ACTIVE, true, null), PersonHash.seen(told.formatted(false)));
        assertEquals(Seen.NOBODY, PersonHash.seen(told.formatted(true)));
        assertTrue(PersonHash.seen(null) == Seen.NOBODY);
    }

    private Seen seen(UserRef user) {
        return crowd.seen().load(List.of(user)).await().indefinitely().getFirst();
    }

    private Instant now() {
        return crowd.clock().instant();
    }
}
