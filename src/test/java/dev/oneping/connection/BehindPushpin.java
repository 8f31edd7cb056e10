package dev.oneping.connection;

import dev.oneping.testing.Pushpin;
import java.util.List;
import java.util.stream.Stream;

/** As {@link QuickHeartbeat}, with a proxy that is known. */
public class BehindPushpin extends QuickHeartbeat {

    @Override
    public List<TestResourceEntry> testResources() {
        return Stream.concat(super.testResources().stream(), Stream.of(new TestResourceEntry(Pushpin.class)))
                .toList();
    }
}
