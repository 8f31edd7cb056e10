package dev.oneping.problem.json;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.RequestConfig;
import dev.oneping.problem.Violation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** Reads the JSON body of a request with {@link StrictJson}; any error becomes a {@link Problem}. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
public class StrictJsonReader implements ServerMessageBodyReader<Object> {

    private final StrictJson json;
    private final RequestConfig limits;

    StrictJsonReader(StrictJson json, RequestConfig limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return isStructured(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isStructured(type);
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type, Type genericType, MediaType mediaType, ServerRequestContext request)
            throws IOException {
        Object value = read(genericType, request.getInputStream());
        if (value == null && !isOptional(genericType, request.getResteasyReactiveResourceInfo())) {
            throw missing();
        }
        return value;
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        Object value = read(genericType, body);
        if (value == null) {
            throw missing();
        }
        return value;
    }

    private @Nullable Object read(Type type, InputStream body) throws IOException {
        byte[] bytes = bytes(body, Math.toIntExact(limits.maxBody().asLongValue()) + 1);
        if (bytes.length > limits.maxBody().asLongValue()) {
            throw tooLarge(limits);
        }
        return bytes.length == 0 ? null : json.read(bytes, type);
    }

    /** Reads at most a number of bytes; what is already there into an array of its size, not by way of a large buffer. */
    private static byte[] bytes(InputStream body, int most) throws IOException {
        byte[] ready = body.readNBytes(Math.min(body.available(), most));
        int next = ready.length == most ? -1 : body.read();
        if (next == -1) {
            return ready;
        }
        byte[] rest = body.readNBytes(most - ready.length - 1);
        byte[] all = Arrays.copyOf(ready, ready.length + 1 + rest.length);
        all[ready.length] = (byte) next;
        System.arraycopy(rest, 0, all, ready.length + 1, rest.length);
        return all;
    }

    private static Problem missing() {
        return Problem.invalid(Violation.at("", Violation.REQUIRED, "A JSON body is required."));
    }

    /** Returns whether the method accepts an absent body, which it declares by {@code @Nullable}. */
    private static boolean isOptional(Type body, ResteasyReactiveResourceInfo resource) {
        return Arrays.stream(resource.getMethod().getAnnotatedParameterTypes())
                .anyMatch(type -> type.getType().equals(body) && type.isAnnotationPresent(Nullable.class));
    }

    public static Problem tooLarge(RequestConfig limits) {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "The body must not exceed " + limits.maxBody().asLongValue() + " bytes.");
    }

    /** Returns whether the body is parsed: methods that take a raw type get the body as it is. */
    private static boolean isStructured(Class<?> type) {
        return type != String.class
                && type != byte[].class
                && !InputStream.class.isAssignableFrom(type)
                && !Reader.class.isAssignableFrom(type);
    }
}
