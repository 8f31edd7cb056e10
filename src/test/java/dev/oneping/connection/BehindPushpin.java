package dev.oneping.connection;

import dev.oneping.testing.Pushpin;
import java.util.List;
import java.util.stream.Stream;

/** Configuration of {@link QuickHeartbeat}, with a known proxy. */
public class BehindPushpin extends QuickHeartbeat {

    @Override
    public List<TestResourceEntry> testResources() {
        return Stream.concat(super.testResources().stream(), Stream.of(new TestResourceEntry(Pushpin.class)))
                .toList();
    }
}
