package dev.oneping.streams;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the attributes of one channel. Defaults and aliases are those that the connector's annotations declare, so
 * they are written once; every error names the channel and the attribute.
 */
final class ChannelAttributes {

    private static final Map<String, ConnectorAttribute> DECLARED = Arrays.stream(
                    RedisStreamsConnector.class.getAnnotationsByType(ConnectorAttribute.class))
            .collect(Collectors.toUnmodifiableMap(ConnectorAttribute::name, Function.identity()));

    private final Config config;

    ChannelAttributes(Config config) {
        this.config = config;
    }

    String channel() {
        return config.getValue("channel-name", String.class);
    }

    /** The value of the attribute, else of its alias, else the default. */
    Optional<String> text(String name) {
        ConnectorAttribute declared = declared(name);
        return config.getOptionalValue(name, String.class)
                .or(() -> alias(declared))
                .or(() -> given(declared.defaultValue()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name)
                .orElseThrow(() -> refuse(name, "is missing: " + declared(name).description()));
    }

    int number(String name, int least) {
        String value = required(name);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refuse(name, "must be a whole number, but is '" + value + "'");
        }
        throw refuse(name, "must be at least " + least + ", but is " + value);
    }

    IllegalArgumentException refuse(String name, String reason) {
        return new IllegalArgumentException("channel '" + channel() + "': attribute '" + name + "' " + reason);
    }

    private static ConnectorAttribute declared(String name) {
        ConnectorAttribute declared = DECLARED.get(name);
        if (declared == null) {
            throw new IllegalStateException("the connector does not declare the attribute '" + name + "'");
        }
        return declared;
    }

    private static Optional<String> alias(ConnectorAttribute declared) {
        return given(declared.alias())
                .flatMap(alias -> ConfigProvider.getConfig().getOptionalValue(alias, String.class));
    }

    private static Optional<String> given(String annotationValue) {
        return Optional.of(annotationValue).filter(value -> !value.equals(ConnectorAttribute.NO_VALUE));
    }
}
