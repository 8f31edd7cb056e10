package dev.oneping.problem.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.RequestConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON from callers strictly: no unknown or repeated fields, no silent conversions, no nesting or length
 * beyond the limits.
 */
@Singleton
class StrictJson {

    private final ObjectMapper strict;
    private final RequestConfig limits;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    StrictJson(ObjectMapper lenient, RequestConfig limits) {
        this.limits = limits;
        this.strict = lenient.copyWith(factory(limits));
        strict.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        strict.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        strict.setConfig(strict.getDeserializationConfig()
                .without(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withAppendedAnnotationIntrospector(new RequiredProperties()));
        strict.registerModule(new SimpleModule("strict").addDeserializer(Instant.class, new InstantText()));
        for (Class<?> list : List.of(List.class, Set.class, Collection.class)) {
            strict.configOverride(list).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        }
        strict.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /**
     * Parses JSON as a value of that type.
     *
     * @return null for JSON's null
     * @throws Problem if the JSON is malformed or does not match the type
     */
    <T> @Nullable T read(byte[] json, Type type) {
        try {
            T value = reader(type).readValue(json);
            refuseBrokenText(json);
            return value;
        } catch (JsonProcessingException fault) {
            throw JsonFault.of(fault, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    private static void refuseBrokenText(byte[] json) {
        if (!JsonText.isUtf8(json)) {
            throw Problem.of(ProblemType.MALFORMED_JSON, "Not well-formed: the body is not valid UTF-8.");
        }
        if (!JsonText.isPaired(json)) {
            throw Problem.of(
                    ProblemType.MALFORMED_JSON, "Not well-formed: a string contains an unpaired UTF-16 surrogate.");
        }
    }

    /** The cached reader for that type. */
    private ObjectReader reader(Type type) {
        return readers.computeIfAbsent(type, it -> strict.readerFor(strict.constructType(it)));
    }

    private static JsonFactory factory(RequestConfig limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxNesting())
                .maxStringLength(limits.maxText())
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
