package dev.oneping.connection;

import dev.oneping.testing.FakeFastly;
import java.util.List;
import java.util.stream.Stream;

/** As {@link BehindPushpin}, and behind Fastly with its cache as well. */
public class BehindTwoProxies extends BehindPushpin {

    @Override
    public List<TestResourceEntry> testResources() {
        return Stream.concat(super.testResources().stream(), Stream.of(new TestResourceEntry(FakeFastly.class)))
                .toList();
    }
}
