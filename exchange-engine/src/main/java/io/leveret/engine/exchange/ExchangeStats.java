package io.leveret.engine.exchange;

import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.view.ChannelPassage;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What has been published to an exchange: counted by the channels, each for itself, and added up here. Callable from any thread. */
public final class ExchangeStats {

    private final Scope scope;
    private final History history;
    private final Set<ChannelPassage> incoming = ConcurrentHashMap.newKeySet(0);

    /** For those who publish without a channel, and seldom; null until there is one. */
    private Counters others;

    ExchangeStats(Scope scope) {
        this.scope = scope;
        this.history = scope.ofExchange();
    }

    public History history() {
        return history;
    }

    /** What comes from which channel, as long as it is open. */
    public Collection<ChannelPassage> incoming() {
        return Collections.unmodifiableSet(incoming);
    }

    public void begin(ChannelPassage publishing) {
        incoming.add(publishing);
    }

    public void end(ChannelPassage publishing) {
        incoming.remove(publishing);
    }

    /** Counts a message that came from no channel. */
    public synchronized void published(int queues) {
        if (others == null) others = scope.publishing(history);
        others.add(Metric.PUBLISH, 1);
        others.add(Metric.ROUTED, queues);
    }
}
