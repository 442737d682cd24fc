package io.leveret.broker;

import io.leveret.api.ApiPorts;
import io.leveret.api.ManagementServer;
import io.leveret.api.Node;
import io.leveret.api.http.HttpSettings;
import io.leveret.engine.Broker;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management API beside the AMQP front. It has its address at once, and answers a moment later: what it is made of
 * takes longer to start than all the rest of the broker, which does not wait for it.
 */
final class ManagementFront implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ManagementFront.class);

    /** Of the eight seconds that service managers leave a process as a rule, most are the stores'. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final InetSocketAddress address;
    private volatile Optional<InetSocketAddress> metricsAddress;
    private final SecureDoors doors;
    private final CompletableFuture<ManagementServer> server = new CompletableFuture<>();

    private ManagementFront(InetSocketAddress address, Optional<InetSocketAddress> metricsAddress, SecureDoors doors) {
        this.address = address;
        this.metricsAddress = metricsAddress;
        this.doors = doors;
    }

    /** @param reserved given up when the API answers */
    static ManagementFront start(Broker broker, ThisNode node, BrokerConfig.Management config, ReservedPort reserved, SecureDoors doors) {
        Optional<ReservedPort> metrics = config.metrics().isEnabled() ? reserve(config.metrics()) : Optional.empty();
        ManagementFront front = new ManagementFront(reserved.address(), metrics.map(ReservedPort::address), doors);
        node.listening("http", front.address);
        doors.management().ifPresent(door -> node.listening("https", door.port().address(), Optional.of(door.tls())));
        Thread starting = new Thread(() -> front.start(broker, node, config.http(), reserved, metrics), "leveret-management-start");
        starting.setDaemon(true);
        starting.start();
        return front;
    }

    /** The real one, also when port 0 was asked for. */
    InetSocketAddress address() {
        return address;
    }

    /** Where it speaks TLS, if it does. */
    Optional<InetSocketAddress> secureAddress() {
        return doors.management().map(door -> door.port().address());
    }

    /** Where there are metrics alone, if anywhere; that is certain when the API answers. */
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

    /** Waits a little for a start that is under way, which takes seconds on a busy machine: what it comes to is closed later then. */
    @Override
    public void close() {
        if (!close(server, PATIENCE)) log.info("the management API is still starting, and is not waited for");
    }

    /** Whether it is closed, or never came to be. */
    static boolean close(CompletableFuture<? extends AutoCloseable> starting, Duration patience) {
        CompletableFuture<Void> closed = starting.handle((started, failure) -> started).thenAccept(ManagementFront::closeIfAny);
        try {
            closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            log.error("the management API cannot be closed", e.getCause());
            return true;
        }
    }

    private static void closeIfAny(AutoCloseable started) {
        try {
            if (started != null) started.close();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Metrics are beside the API as well: a broker does without their own port rather than not start. */
    private static Optional<ReservedPort> reserve(BrokerConfig.Metrics metrics) {
        try {
            return Optional.of(ReservedPort.take(metrics.host(), metrics.port(), " for metrics", Settings.METRICS_PORT));
        } catch (StartupException e) {
            doWithoutMetricsPort(e.getMessage());
            return Optional.empty();
        }
    }

    private static void doWithoutMetricsPort(String why) {
        log.warn("metrics have no port of their own, and are to be had beside the management API alone: {}", why);
    }

    private void start(Broker broker, ThisNode node, HttpSettings settings, ReservedPort reserved, Optional<ReservedPort> metrics) {
        try (reserved) {
            ManagementServer started = ManagementServer.start(broker, node, settings,
                    new ApiPorts(address, metricsAddress, secure(doors.management()), secure(doors.metrics())));
            started.metricsComplaint().ifPresent(this::giveUpMetrics);
            log.info("management API on http://{}{}", NetUtil.toSocketAddressString(address), settings.pathPrefix());
            metricsAddress.ifPresent(own -> {
                node.listening("http/prometheus", own);
                log.info("metrics on http://{}/metrics", NetUtil.toSocketAddressString(own));
            });
            doors.management().ifPresent(door -> log.info("management API on https://{}{}, as {}",
                    NetUtil.toSocketAddressString(door.port().address()), settings.pathPrefix(), door.tls().describe()));
            doors.metrics().ifPresent(door -> {
                node.listening("https/prometheus", door.port().address(), Optional.of(door.tls()));
                log.info("metrics on https://{}/metrics, as {}", NetUtil.toSocketAddressString(door.port().address()), door.tls().describe());
            });
            server.complete(started);
        } catch (RuntimeException | Error e) {
            log.error("no management API, the broker goes on without: it could not be started on {}",
                    NetUtil.toSocketAddressString(address), e);
            server.completeExceptionally(e);
        } finally {
            metrics.ifPresent(ReservedPort::close);
            doors.management().ifPresent(door -> door.port().close());
            doors.metrics().ifPresent(door -> door.port().close());
        }
    }

    private static Optional<ApiPorts.Secure> secure(Optional<SecureDoors.Door> door) {
        return door.map(each -> new ApiPorts.Secure(each.port().address(), each.tls()::newHandler));
    }

    /** Who starts at the same moment may have reserved the same port for metrics: one of them does without. */
    private void giveUpMetrics(String why) {
        doWithoutMetricsPort("cannot listen on " + metricsAddress.map(NetUtil::toSocketAddressString).orElse("") + " for metrics: " + why
                + " (" + Settings.METRICS_PORT.key() + ")");
        metricsAddress = Optional.empty();
    }
}
