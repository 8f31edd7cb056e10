package dev.oneping.connection.node;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.model.NodeId;
import dev.oneping.redis.NodeChannel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sends frames to other nodes in batches. Frames for one node that arrive while the event loop is busy form one
 * message, so the cost of each falls with load. Frames for an unreachable node are not kept.
 */
@Singleton
class NodeMessageBatcher {

    private static final Logger LOG = Logger.getLogger(NodeMessageBatcher.class);

    private final NodeChannel nodes;
    private final ConnectionMetrics metrics;
    private final int maxBatch;
    private final Context context;
    private final Map<NodeId, List<NodeFrame>> waiting = new ConcurrentHashMap<>();

    NodeMessageBatcher(NodeChannel nodes, ConnectionMetrics metrics, ConnectionConfig config, Vertx vertx) {
        this.nodes = nodes;
        this.metrics = metrics;
        this.maxBatch = config.nodeBatch();
        this.context = vertx.getOrCreateContext();
    }

    /** Queues a frame for the next batch. */
    void send(NodeId node, NodeFrame envelope) {
        waiting.compute(node, (to, batch) -> {
            List<NodeFrame> more = batch == null ? start(to) : batch;
            if (more.size() < maxBatch) {
                more.add(envelope);
            } else {
                metrics.undelivered(1);
            }
            return more;
        });
    }

    private List<NodeFrame> start(NodeId node) {
        context.runOnContext(ignored -> flush(node));
        return new ArrayList<>();
    }

    private void flush(NodeId node) {
        List<NodeFrame> batch = waiting.remove(node);
        if (batch == null) {
            return;
        }
        StringBuilder message = new StringBuilder();
        batch.forEach(envelope -> message.append(envelope.encode()));
        nodes.send(node, message.toString()).subscribe().with(heard -> count(heard, batch), failure -> {
            LOG.debugf("%s: %s", node, failure.getMessage());
            count(false, batch);
        });
    }

    private void count(boolean heard, List<NodeFrame> batch) {
        if (!heard) {
            metrics.undelivered(batch.size());
        }
    }
}
