package io.leveret.api.metrics;

import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.Passage;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Of channels. */
final class ChannelMetrics {

    static final Group FINE = Group.of(channels()
        .level("channel_consumers", "Consumers on the channel", ChannelInfo::consumers)
        .level("channel_messages_unacked", "Messages delivered and not acknowledged yet", ChannelInfo::unacked)
        .level("channel_messages_unconfirmed", "Messages published and not confirmed yet", ChannelInfo::unconfirmed)
        .level("channel_messages_uncommitted", "Messages published in a transaction that is open", ChannelInfo::uncommitted)
        .level("channel_acks_uncommitted", "Acknowledgements in a transaction that is open", ChannelInfo::uncommittedAcks)
        .level("consumer_prefetch", "Most unacknowledged messages of each consumer; 0 for no limit", ChannelInfo::prefetch)
        .level("channel_prefetch", "Most unacknowledged messages of the channel; 0 for no limit", ChannelInfo::globalPrefetch));

    /** Between a channel and an exchange, or a queue. */
    private record Line(ChannelInfo channel, Passage passage) {
        Labels labels(String kind) {
            return Labels.of("channel", channel.name().toString(), kind, passage.name(), "vhost", channel.virtualHost());
        }
    }

    static final Group EXCHANGE = Group.of(lines("exchange", ChannelInfo::publishes).publishes("channel"));

    static final Group QUEUE = Group.of(lines("queue", ChannelInfo::deliveries).deliveries("channel"));

    private ChannelMetrics() {
    }

    private static Family<ChannelInfo> channels() {
        return new Family<>(Observed::channels, channel -> Labels.of("channel", channel.name().toString()), ChannelInfo::stats);
    }

    private static Family<Line> lines(String kind, Function<ChannelInfo, List<Passage>> of) {
        return new Family<>(seen -> lines(seen, of), line -> line.labels(kind), line -> line.passage().stats());
    }

    private static Collection<Line> lines(Observed seen, Function<ChannelInfo, List<Passage>> of) {
        return seen.channels().stream().flatMap(channel -> of.apply(channel).stream().map(passage -> new Line(channel, passage))).toList();
    }
}
