package dev.oneping.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of names in alphabetical order.
 *
 * @param nextCursor the cursor of the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamePage(List<String> data, @Nullable String nextCursor, boolean hasMore) {

    /** Creates a page from up to one more name than the limit, which shows that there is another page. */
    static NamePage of(List<?> found, int limit) {
        boolean more = found.size() > limit;
        List<String> data = found.stream().limit(limit).map(Object::toString).toList();
        return new NamePage(data, more ? data.getLast() : null, more);
    }
}
