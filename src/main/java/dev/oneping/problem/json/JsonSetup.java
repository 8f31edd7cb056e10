package dev.oneping.problem.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Configures JSON for responses and for stored records: names in snake case, times in RFC 3339 and UTC, durations in
 * ISO 8601, nulls omitted. Stored records are read leniently, so that an older node understands what a newer one
 * stored; requests are read strictly, by {@link StrictJsonReader}.
 */
@Singleton
class JsonSetup implements ObjectMapperCustomizer {

    /** Runs after Quarkus' own customizers: of two deserializers for one type, the one registered last wins. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        json.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        json.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        json.disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        // Reads and writes records through generated code instead of reflection.
        json.registerModule(new BlackbirdModule());
        json.registerModule(new SimpleModule("oneping").addDeserializer(Duration.class, new DurationText()));
    }
}
