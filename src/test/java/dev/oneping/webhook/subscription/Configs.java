package dev.oneping.webhook.subscription;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The feature's configuration, with its defaults where a test says nothing else. */
public final class Configs {

    private Configs() {}

    public static WebhookConfig webhook(boolean privateAllowed) {
        return webhook("dangerous-allow-private-networks", Boolean.toString(privateAllowed));
    }

    public static WebhookConfig webhook(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put("oneping.webhook." + pairs[i], pairs[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(WebhookConfig.class)
                .build()
                .getConfigMapping(WebhookConfig.class);
    }
}
