package dev.oneping.connection;

import dev.oneping.testing.FakeFastly;
import java.util.List;
import java.util.stream.Stream;

/** Configuration of {@link BehindPushpin}, with Fastly and its cache as a second proxy. */
public class BehindTwoProxies extends BehindPushpin {

    @Override
    public List<TestResourceEntry> testResources() {
        return Stream.concat(super.testResources().stream(), Stream.of(new TestResourceEntry(FakeFastly.class)))
                .toList();
    }
}
