package io.leveret.broker;

import io.leveret.api.ManagementServer;
import io.leveret.api.Node;
import io.leveret.api.http.HttpSettings;
import io.leveret.engine.Broker;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management API beside the AMQP front. It has its address at once, and answers a moment later: what it is made of
 * takes longer to start than all the rest of the broker, which does not wait for it.
 */
final class ManagementFront implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ManagementFront.class);

    private final InetSocketAddress address;
    private final Optional<InetSocketAddress> metricsAddress;
    private final CompletableFuture<ManagementServer> server = new CompletableFuture<>();

    private ManagementFront(InetSocketAddress address, Optional<InetSocketAddress> metricsAddress) {
        this.address = address;
        this.metricsAddress = metricsAddress;
    }

    /** @throws IOException when the address cannot be had */
    static ManagementFront start(Broker broker, ThisNode node, BrokerConfig.Management config, InetSocketAddress wanted) throws IOException {
        Socket reserved = reserve(wanted, "the management API");
        Optional<Socket> metrics = config.metrics().isEnabled() ? reserve(config.metrics()) : Optional.empty();
        ManagementFront front = new ManagementFront(address(reserved), metrics.map(ManagementFront::address));
        node.listening("http", front.address);
        front.metricsAddress.ifPresent(own -> node.listening("http/prometheus", own));
        Thread starting = new Thread(() -> front.start(broker, node, config.http(), reserved, metrics), "leveret-management-start");
        starting.setDaemon(true);
        starting.start();
        return front;
    }

    /** The real one, also when port 0 was asked for. */
    InetSocketAddress address() {
        return address;
    }

    /** Where there are metrics alone, if anywhere. */
    Optional<InetSocketAddress> metricsAddress() {
        return metricsAddress;
    }

    /** @throws StartupException when the API could not be started */
    void awaitStarted() {
        try {
            server.join();
        } catch (CompletionException e) {
            throw new StartupException("the management API could not be started: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Waits for a start that is under way. */
    @Override
    public void close() {
        server.handle((started, failure) -> started).thenAccept(started -> {
            if (started != null) started.close();
        }).join();
    }

    /** Bound and not listening, a socket keeps others off the port, and lets the server have it. */
    private static Socket reserve(InetSocketAddress wanted, String what) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(wanted);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen on " + NetUtil.toSocketAddressString(wanted) + " for " + what + ": "
                    + e.getMessage(), e);
        }
    }

    /** Metrics are beside the API as well: a broker does without their own port rather than not start. */
    private static Optional<Socket> reserve(BrokerConfig.Metrics metrics) {
        try {
            return Optional.of(reserve(new InetSocketAddress(metrics.host(), metrics.port()), "metrics"));
        } catch (IOException e) {
            log.warn("metrics have no port of their own, and are to be had beside the management API alone: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static InetSocketAddress address(Socket bound) {
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    private void start(Broker broker, Node node, HttpSettings settings, Socket reserved, Optional<Socket> metrics) {
        try (reserved) {
            ManagementServer started = ManagementServer.start(broker, node, settings, address, metricsAddress);
            log.info("management API on http://{}{}", NetUtil.toSocketAddressString(address), settings.pathPrefix());
            metricsAddress.ifPresent(own -> log.info("metrics on http://{}/metrics", NetUtil.toSocketAddressString(own)));
            server.complete(started);
        } catch (IOException | RuntimeException | Error e) {
            log.error("no management API, the broker goes on without: it could not be started on {}",
                    NetUtil.toSocketAddressString(address), e);
            server.completeExceptionally(e);
        } finally {
            metrics.ifPresent(ManagementFront::release);
        }
    }

    private static void release(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.warn("cannot let go of {}", socket.getLocalSocketAddress(), e);
        }
    }
}
