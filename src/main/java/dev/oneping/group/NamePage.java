package dev.oneping.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some names in alphabetical order.
 *
 * @param nextCursor where to go on; null at the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamePage(List<String> data, @Nullable String nextCursor, boolean hasMore) {

    /** From one more name than was asked for, if there is one more. */
    static NamePage of(List<?> found, int limit) {
        boolean more = found.size() > limit;
        List<String> data = found.stream().limit(limit).map(Object::toString).toList();
        return new NamePage(data, more ? data.getLast() : null, more);
    }
}
