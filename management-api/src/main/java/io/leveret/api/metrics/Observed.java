package io.leveret.api.metrics;

import io.leveret.engine.stats.History;
import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ExchangeInfo;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import io.leveret.engine.view.VirtualHostInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The broker as one scrape sees it: each kind of thing is looked at once, and only when it is wanted. Used by one thread. */
final class Observed {

    private static final long PATIENCE_SECONDS = 10;

    private final BrokerView view;
    private final Set<String> hosts;

    private List<QueueInfo> queues;
    private List<ExchangeInfo> exchanges;
    private List<ConnectionInfo> connections;
    private List<ChannelInfo> channels;

    /** @param hosts virtual hosts whose contents alone are wanted; all when it is empty */
    Observed(BrokerView view, Set<String> hosts) {
        this.view = view;
        this.hosts = hosts;
    }

    BrokerView view() {
        return view;
    }

    /** All that the node has counted. */
    History node() {
        return view.stats();
    }

    List<VirtualHostInfo> virtualHosts() {
        return view.virtualHosts().stream().filter(host -> isWanted(host.name())).toList();
    }

    List<QueueInfo> queues() {
        if (queues == null) queues = inAll(view::queues);
        return queues;
    }

    List<ExchangeInfo> exchanges() {
        if (exchanges == null) exchanges = inAll(view::exchanges);
        return exchanges;
    }

    List<ConnectionInfo> connections() {
        if (connections == null) connections = view.connections().stream().filter(each -> isWanted(each.virtualHost())).toList();
        return connections;
    }

    /** Their loops are asked. */
    List<ChannelInfo> channels() {
        if (channels == null) channels = await(view.channels(connections()));
        return channels;
    }

    /** Their loops are asked. */
    List<QueueDetails> details(List<QueueInfo> wanted) {
        return await(view.details(wanted));
    }

    List<BindingInfo> bindings(String host) {
        try {
            return view.bindings(host);
        } catch (NoSuchElementException e) {
            return List.of(); // it has just been deleted
        }
    }

    private boolean isWanted(String host) {
        return hosts.isEmpty() || hosts.contains(host);
    }

    private <T> List<T> inAll(Function<String, List<T>> contents) {
        List<T> all = new ArrayList<>();
        for (VirtualHostInfo host : virtualHosts()) {
            try {
                all.addAll(contents.apply(host.name()));
            } catch (NoSuchElementException e) {
                continue; // it has just been deleted
            }
        }
        return all;
    }

    /** Whoever does not answer is missing: there is an answer in any case. */
    private static <T> List<T> await(CompletionStage<List<T>> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (TimeoutException e) {
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
