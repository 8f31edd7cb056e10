package dev.oneping.testing;

import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service instance wired by constructors as CDI would, so that a test can have several in one JVM. Only the requested
 * parts and their dependencies are created; nothing is started.
 */
public final class House {

    private final Map<String, String> settings;
    private final Map<Type, Object> parts = new HashMap<>();

    /** With some settings that are not the defaults. */
    public House(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** Binds an instance to a type, raw or generic. */
    public House with(Type type, Object part) {
        parts.put(type, part);
        return this;
    }

    /** Wherever a port is needed, its implementation is this class. */
    public <T> House by(Class<T> port, Class<? extends T> implementation) {
        return with(port, get(implementation));
    }

    /** The one part of that type in this house. */
    public <T> T get(Class<T> type) {
        return type.cast(part(type));
    }

    private Object part(Type type) {
        Object known = parts.get(type);
        if (known != null) {
            return known;
        }
        if (type.getTypeName().startsWith(Optional.class.getName())) {
            return Optional.empty();
        }
        if (type.getTypeName().startsWith(Event.class.getName())) {
            return unheard();
        }
        Class<?> wanted = (Class<?>) type;
        Object made =
                wanted.isAnnotationPresent(ConfigMapping.class) ? RedisRig.config(wanted, settings) : build(wanted);
        parts.put(type, made);
        return made;
    }

    /** Creates an event that nobody observes. */
    private static Object unheard() {
        return Proxy.newProxyInstance(
                House.class.getClassLoader(), new Class<?>[] {Event.class}, (event, method, arguments) -> null);
    }

    private Object build(Class<?> type) {
        List<Constructor<?>> all = Arrays.asList(type.getDeclaredConstructors());
        Constructor<?> one = all.stream()
                .filter(each -> each.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseGet(all::getFirst);
        Object[] arguments = Arrays.stream(one.getParameters())
                .map(Parameter::getParameterizedType)
                .map(this::part)
                .toArray();
        try {
            one.setAccessible(true);
            return one.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made of " + Arrays.toString(arguments), e);
        }
    }
}
