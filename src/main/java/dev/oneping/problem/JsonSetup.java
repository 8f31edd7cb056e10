package dev.oneping.problem;

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
 * How JSON looks everywhere, in answers as in our own records: names in snake case, times by RFC 3339 in UTC, durations
 * by ISO 8601, nulls left out. What is read inside is read tolerantly, so that an older node understands what a newer
 * one stored; what comes from callers is read strictly, by {@link StrictJsonReader}.
 */
@Singleton
class JsonSetup implements ObjectMapperCustomizer {

    /** After Quarkus' own, for of two readers of one type the one that came last is asked first. */
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
        // Reads and writes records by compiled calls instead of reflection.
        json.registerModule(new BlackbirdModule());
        json.registerModule(new SimpleModule("oneping").addDeserializer(Duration.class, new DurationText()));
    }
}
