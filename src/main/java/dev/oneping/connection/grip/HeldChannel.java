package dev.oneping.connection.grip;

import org.jspecify.annotations.Nullable;

/**
 * The channel of one request that a proxy holds, and the chain of what is published on it: each item names the one before, so
 * the proxy notices what it has missed, and asks. The name of an item's place begins with the number of the last frame that
 * whoever has the item has. Owned by the session's event loop.
 *
 * <p>That the proxy asks is the only sign of life that there is of a client: a proxy asks for those only whom it holds.
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

    /** Whether that proxy gets what is published. */
    public boolean isOf(GripProxy other) {
        return proxy.equals(other);
    }

    /** What the proxy calls it. */
    public String name() {
        return name;
    }

    /** The place of the last item. */
    String last() {
        return last;
    }

    /** Begins, where nothing was published yet, after that frame; what was published keeps its place. */
    public void startAt(long frame) {
        if (items == 0) {
            last = Long.toString(frame);
        }
    }

    /** The number of the last frame that a place stands for; 0, before all frames, if it is no place of ours. */
    public static long frameOf(@Nullable String place) {
        return place != null && place.matches("\\d{1,18}(-\\d{1,18})?") ? Long.parseLong(place.split("-", 2)[0]) : 0;
    }

    /** A part of the stream, up to that frame. */
    public void stream(long frame, String content) {
        publish(next(frame).stream(content));
    }

    /** The end of the stream. */
    public void endOfStream(long frame) {
        publish(next(frame).endOfStream());
    }

    /** The answer of the request that is held, up to that frame. */
    public void answer(long frame, String body) {
        publish(next(frame).response(body));
    }

    /** Lets the proxy ask for what comes after that frame: by the link of a stream, or by sending the request again. */
    public void ask(long frame) {
        publish(next(frame).streamHint().responseHint());
    }

    private PublishItem next(long frame) {
        String before = last;
        last = frame + "-" + ++items;
        return PublishItem.on(name, last, before);
    }

    /** What is not published is missed, and asked for after the next item. */
    private void publish(PublishItem item) {
        publisher.publish(proxy, item);
    }
}
