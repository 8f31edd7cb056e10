package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some deliveries of a subscription.
 *
 * @param nextCursor where to go on; null at the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryPage(List<DeliveryView> data, @Nullable String nextCursor, boolean hasMore) {

    /** From one more delivery than was asked for, if there is one more. */
    static DeliveryPage of(List<DeliveryView> found, int limit) {
        boolean more = found.size() > limit;
        List<DeliveryView> data = more ? found.subList(0, limit) : found;
        return new DeliveryPage(data, more ? data.getLast().id() : null, more);
    }
}
