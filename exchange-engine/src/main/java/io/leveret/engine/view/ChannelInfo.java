package io.leveret.engine.view;

import io.leveret.engine.stats.History;
import java.util.List;

/**
 * A channel.
 *
 * @param isFlowing      whether what its client sends is read
 * @param globalPrefetch for all consumers together; 0 for no limit
 * @param publishes      to which exchanges
 * @param deliveries     from which queues
 */
public record ChannelInfo(ChannelName name, String virtualHost, boolean isFlowing, boolean transactional, boolean confirming,
                          int prefetch, int globalPrefetch, int consumers, long unacked, long unconfirmed, long uncommitted,
                          long uncommittedAcks, History stats, List<Passage> publishes, List<Passage> deliveries) {
}
