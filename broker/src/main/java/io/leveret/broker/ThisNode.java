package io.leveret.broker;

import io.leveret.api.Node;
import io.leveret.api.log.LogFeed;
import io.leveret.broker.amqp.Alarms;
import io.leveret.broker.amqp.AmqpSettings;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.NodeView;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the management API gets to know of where it runs. */
final class ThisNode implements Node {

    private final AmqpSettings.Identity identity;
    private final NodeView figures;
    private final List<Setting> settings;
    private final String dataDirectory;
    private final Alarms alarms;
    private final List<Loop> loops;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private LogFeed log = LogFeed.NONE;
    private final AtomicInteger nextLoop = new AtomicInteger();

    ThisNode(AmqpSettings.Identity identity, NodeView figures, List<Setting> settings, String dataDirectory, Alarms alarms, List<Loop> loops) {
        this.identity = identity;
        this.figures = figures;
        this.settings = settings;
        this.dataDirectory = dataDirectory;
        this.alarms = alarms;
        this.loops = loops;
    }

    /** To be called before the API starts, if the log is kept. */
    ThisNode logging(LogFeed kept) {
        log = kept;
        return this;
    }

    @Override
    public LogFeed log() {
        return log;
    }

    ThisNode listening(String protocol, InetSocketAddress address) {
        return listening(protocol, address, Optional.empty());
    }

    ThisNode listening(String protocol, InetSocketAddress address, Optional<? extends Certificates> certificates) {
        listeners.add(new Listener(protocol, address.getAddress().getHostAddress(), address.getPort(), certificates.map(those -> those)));
        return this;
    }

    @Override
    public String name() {
        return identity.clusterName();
    }

    @Override
    public String version() {
        return identity.leveretVersion();
    }

    @Override
    public String rabbitVersion() {
        return identity.version();
    }

    @Override
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    @Override
    public Set<String> alarms() {
        return alarms.shortOf().stream().map(resource -> resource.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    @Override
    public Loop nextLoop() {
        return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
    }

    @Override
    public NodeView figures() {
        return figures;
    }

    @Override
    public List<Setting> settings() {
        return settings;
    }

    @Override
    public String dataDirectory() {
        return dataDirectory;
    }
}
