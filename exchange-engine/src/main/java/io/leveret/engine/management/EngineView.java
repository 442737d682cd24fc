package io.leveret.engine.management;

import io.leveret.engine.Broker;
import io.leveret.engine.Session;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.stats.History;
import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.DestinationKind;
import io.leveret.engine.view.ExchangeInfo;
import io.leveret.engine.view.LoginAttempts;
import io.leveret.engine.view.Passage;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import io.leveret.engine.view.StorageHealth;
import io.leveret.engine.view.Totals;
import io.leveret.engine.view.VirtualHostInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A broker as it is seen from outside. Callable from any thread. */
public final class EngineView implements BrokerView {

    private final Broker broker;
    private final QueueReader queueReader = new QueueReader();

    public EngineView(Broker broker) {
        this.broker = broker;
    }

    @Override
    public History stats() {
        return broker.stats().history();
    }

    @Override
    public Totals totals() {
        long ready = 0;
        long unacked = 0;
        int consumers = 0;
        int queues = 0;
        int exchanges = 0;
        for (VirtualHost host : broker.virtualHosts()) {
            exchanges += host.exchanges().size();
            for (QueueRef queue : host.queues()) {
                queues++;
                ready += queue.stats().ready();
                unacked += queue.stats().unacked();
                consumers += (int) queue.stats().level(QueueLevel.CONSUMERS);
            }
        }
        Collection<ClientConnection> clients = broker.clients().values();
        int channels = clients.stream().mapToInt(ClientConnection::channelCount).sum();
        return new Totals(ready, unacked, consumers, queues, exchanges, clients.size(), channels);
    }

    @Override
    public Optional<StorageHealth> storage() {
        return broker.storage().disk().health();
    }

    @Override
    public List<VirtualHostInfo> virtualHosts() {
        return broker.virtualHosts().stream().map(EngineView::info).toList();
    }

    @Override
    public VirtualHostInfo virtualHost(String name) {
        return info(host(name));
    }

    private static VirtualHostInfo info(VirtualHost host) {
        long ready = 0;
        long unacked = 0;
        for (QueueRef queue : host.queues()) {
            ready += queue.stats().ready();
            unacked += queue.stats().unacked();
        }
        return new VirtualHostInfo(host.name(), host.tracing().isOn(), ready, unacked, host.stats().history());
    }

    // ---- queues

    @Override
    public List<QueueInfo> queues(String virtualHost) {
        return host(virtualHost).queues().stream().map(queueReader::info).toList();
    }

    @Override
    public Optional<QueueInfo> queue(String virtualHost, String name) {
        return Optional.ofNullable(host(virtualHost).findQueue(name)).map(queueReader::info);
    }

    @Override
    public CompletionStage<List<QueueDetails>> details(List<QueueInfo> queues) {
        return Survey.of(found(queues), QueueRef::home, (queue, answer) -> queueReader.details(queue, broker, answer));
    }

    @Override
    public CompletionStage<List<ConsumerInfo>> consumers(List<QueueInfo> queues) {
        List<QueueRef> consumed = found(queues).stream().filter(queue -> queue.stats().level(QueueLevel.CONSUMERS) > 0).toList();
        CompletionStage<List<List<ConsumerInfo>>> answers = Survey.of(consumed, QueueRef::home, queueReader::consumers);
        return answers.thenApply(all -> all.stream().flatMap(List::stream).toList());
    }

    @Override
    public Collection<Passage> incoming(QueueInfo queue) {
        return find(queue).map(found -> found.stats().sources()).orElse(List.of());
    }

    @Override
    public Collection<ChannelPassage> deliveries(QueueInfo queue) {
        return find(queue).map(found -> found.stats().deliveries()).orElse(List.of());
    }

    private List<QueueRef> found(List<QueueInfo> queues) {
        List<QueueRef> found = new ArrayList<>(queues.size());
        for (QueueInfo queue : queues) find(queue).ifPresent(found::add);
        return found;
    }

    private Optional<QueueRef> find(QueueInfo queue) {
        return findHost(queue.virtualHost()).map(host -> host.findQueue(queue.name()));
    }

    // ---- exchanges and bindings

    @Override
    public List<ExchangeInfo> exchanges(String virtualHost) {
        VirtualHost host = host(virtualHost);
        return host.exchanges().stream().map(exchange -> info(host, exchange)).toList();
    }

    @Override
    public Optional<ExchangeInfo> exchange(String virtualHost, String name) {
        VirtualHost host = host(virtualHost);
        return Optional.ofNullable(host.findExchange(name)).map(exchange -> info(host, exchange));
    }

    private static ExchangeInfo info(VirtualHost host, Exchange exchange) {
        return new ExchangeInfo(host.name(), exchange.name(), exchange.type().toString(), exchange.isDurable(),
            exchange.isAutoDelete(), exchange.isInternal(), exchange.arguments(), host.declarer(exchange),
            host.delayedBy(exchange), exchange.stats().history());
    }

    @Override
    public Optional<String> policy(ExchangeInfo exchange) {
        if (exchange.name().isEmpty()) return Optional.empty();
        return findHost(exchange.virtualHost()).flatMap(host -> host.policies().ofExchange(exchange.name())).map(Policy::name);
    }

    @Override
    public Collection<ChannelPassage> incoming(ExchangeInfo exchange) {
        return find(exchange).map(found -> found.stats().incoming()).orElse(List.of());
    }

    @Override
    public Collection<Passage> outgoing(ExchangeInfo exchange) {
        List<Passage> outgoing = new ArrayList<>();
        findHost(exchange.virtualHost()).ifPresent(host -> {
            for (QueueRef queue : host.queues()) {
                History through = queue.stats().from(exchange.name());
                if (through != null) outgoing.add(new Passage(queue.name(), through));
            }
        });
        return outgoing;
    }

    private Optional<Exchange> find(ExchangeInfo exchange) {
        return findHost(exchange.virtualHost()).map(host -> host.findExchange(exchange.name()));
    }

    @Override
    public List<BindingInfo> bindings(String virtualHost) {
        VirtualHost host = host(virtualHost);
        List<BindingInfo> all = new ArrayList<>(implicit(host));
        for (Exchange exchange : host.exchanges()) addFrom(exchange, host, all);
        return all;
    }

    @Override
    public List<BindingInfo> bindingsFrom(ExchangeInfo source) {
        VirtualHost host = host(source.virtualHost());
        if (source.name().isEmpty()) return implicit(host);
        List<BindingInfo> all = new ArrayList<>();
        find(source).ifPresent(exchange -> addFrom(exchange, host, all));
        return all;
    }

    @Override
    public List<BindingInfo> bindingsTo(String virtualHost, DestinationKind kind, String destination) {
        VirtualHost host = host(virtualHost);
        if (kind == DestinationKind.EXCHANGE) {
            Exchange exchange = host.findExchange(destination);
            return exchange == null ? List.of() : host.bindingsTo(exchange).stream().map(each -> info(host, each)).toList();
        }
        QueueRef queue = host.findQueue(destination);
        if (queue == null) return List.of();
        List<BindingInfo> all = new ArrayList<>();
        all.add(Bindings.implicit(host, queue));
        for (Binding each : host.bindingsTo(queue)) all.add(info(host, each));
        return all;
    }

    private static List<BindingInfo> implicit(VirtualHost host) {
        return host.queues().stream().map(queue -> Bindings.implicit(host, queue)).toList();
    }

    private static void addFrom(Exchange exchange, VirtualHost host, List<BindingInfo> all) {
        for (Binding each : exchange.bindings()) all.add(info(host, each));
    }

    private static BindingInfo info(VirtualHost host, Binding binding) {
        return Bindings.info(host, binding);
    }

    // ---- clients

    @Override
    public List<ConnectionInfo> connections() {
        List<ConnectionInfo> all = new ArrayList<>();
        broker.clients().forEach((session, client) -> all.add(info(session, client)));
        return all;
    }

    @Override
    public Optional<ConnectionInfo> connection(String name) {
        return broker.clients().entrySet().stream().filter(open -> open.getValue().name().equals(name)).findAny()
            .map(open -> info(open.getKey(), open.getValue()));
    }

    private ConnectionInfo info(Session session, ClientConnection client) {
        return info(client, session.user(), session.virtualHost().name());
    }

    private ConnectionInfo info(ClientConnection client, String user, String virtualHost) {
        return new ConnectionInfo(client.name(), user, virtualHost, client.details(), client.activity(), client.channelCount(),
            client.sendPending(), client.stats().orElseGet(() -> broker.stats().ofConnection()));
    }

    @Override
    public List<ConnectionInfo> handshakes() {
        return broker.reception().handshakes().stream().map(client -> info(client, client.userName(), "")).toList();
    }

    @Override
    public List<LoginAttempts> loginAttempts() {
        return broker.reception().counts().byProtocol();
    }

    @Override
    public List<LoginAttempts> loginAttemptsBySource() {
        return broker.reception().counts().bySource();
    }

    @Override
    public CompletionStage<List<ChannelInfo>> channels(List<ConnectionInfo> connections) {
        Map<String, ClientConnection> byName = new HashMap<>();
        broker.clients().values().forEach(client -> byName.put(client.name(), client));
        List<ClientConnection> asked = new ArrayList<>();
        for (ConnectionInfo connection : connections) {
            ClientConnection client = byName.get(connection.name());
            if (client != null && client.home().isPresent() && client.channelCount() > 0) asked.add(client);
        }
        CompletionStage<List<List<ChannelInfo>>> answers = Survey.of(asked, client -> client.home().orElseThrow(),
            (client, answer) -> answer.accept(client.channels()));
        return answers.thenApply(all -> all.stream().flatMap(List::stream).toList());
    }

    private VirtualHost host(String name) {
        return broker.existingVirtualHost(name);
    }

    /** What was shown may have gone since. */
    private Optional<VirtualHost> findHost(String name) {
        return broker.findVirtualHost(name);
    }
}
