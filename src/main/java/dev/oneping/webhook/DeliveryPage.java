package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.webhook.delivery.DeliveryView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a subscription's deliveries.
 *
 * @param nextCursor the cursor of the next page; null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryPage(
        List<DeliveryView> data, @Nullable String nextCursor, boolean hasMore) {

    /** Creates a page from up to {@code limit + 1} deliveries; an extra one shows that there is a next page. */
    public static DeliveryPage of(List<DeliveryView> found, int limit) {
        boolean more = found.size() > limit;
        List<DeliveryView> data = more ? found.subList(0, limit) : found;
        return new DeliveryPage(data, more ? data.getLast().id() : null, more);
    }
}
