package dev.oneping.connection.grip;

import org.jspecify.annotations.Nullable;

/**
 * The channel of one held request, with the chain of items published on it: each item names its predecessor, so the
 * proxy detects missing items, and requests them. An item's id begins with the number of the last frame that a client
 * with this item has. Owned by the session's event loop.
 *
 * <p>The proxy's requests are the only sign of life of a client: a proxy makes them only for clients that it holds.
 */
public final class HeldChannel {

    private final GripPublisher publisher;
    private final GripProxy proxy;
    private final String name;
    private long items;
    private String last = "0";

    HeldChannel(GripPublisher publisher, GripProxy proxy, String name) {
        this.publisher = publisher;
        this.proxy = proxy;
        this.name = name;
    }

    /** Returns whether it belongs to that proxy. */
    public boolean isOf(GripProxy other) {
        return proxy.equals(other);
    }

    /** Returns its name at the proxy. */
    public String name() {
        return name;
    }

    /** Returns the id of the last item. */
    String last() {
        return last;
    }

    /** Sets the position after that frame, unless something was published already. */
    public void startAt(long frame) {
        if (items == 0) {
            last = Long.toString(frame);
        }
    }

    /** Returns the frame number in an item id; 0, before all frames, if the id is malformed. */
    public static long frameOf(@Nullable String place) {
        return place != null && place.matches("\\d{1,18}(-\\d{1,18})?") ? Long.parseLong(place.split("-", 2)[0]) : 0;
    }

    /** Publishes a part of the stream, up to that frame. */
    public void stream(long frame, String content) {
        publish(next(frame).stream(content));
    }

    /** Publishes the end of the stream. */
    public void endOfStream(long frame) {
        publish(next(frame).endOfStream());
    }

    /** Publishes the answer of the held request, up to that frame. */
    public void answer(long frame, String body) {
        publish(next(frame).response(body));
    }

    /**
     * Prompts the proxy to request everything after that frame: by the link of a stream, or by repeating the request.
     */
    public void ask(long frame) {
        publish(next(frame).streamHint().responseHint());
    }

    private PublishItem next(long frame) {
        String before = last;
        last = frame + "-" + ++items;
        return PublishItem.on(name, last, before);
    }

    /** Publishes an item. If that fails the proxy detects the gap at the next item, and requests it. */
    private void publish(PublishItem item) {
        publisher.publish(proxy, item);
    }
}
