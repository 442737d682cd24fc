package io.leveret.api;

import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.MetricsPort;
import io.leveret.api.http.MetricsServer;
import io.leveret.api.http.SecurePorts;
import io.leveret.api.http.Workers;
import io.leveret.engine.Broker;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The HTTP API of one broker: Micronaut with nothing of its surroundings. It reads no environment, no files and no arguments. */
public final class ManagementServer implements AutoCloseable {

    /** Sockets are served by few threads; what requests ask for is done on others. */
    private static final int EVENT_LOOPS = 1;

    private static final Duration LONGEST_STOP = Duration.ofSeconds(1);

    private final ApplicationContext context;
    private final Optional<String> metricsComplaint;

    private ManagementServer(ApplicationContext context, Optional<String> metricsComplaint) {
        this.context = context;
        this.metricsComplaint = metricsComplaint;
    }

    /**
     * Returns when requests are answered.
     *
     * @throws RuntimeException when the API's address cannot be had, or for whatever else keeps the server from starting
     */
    public static ManagementServer start(Broker broker, Node node, HttpSettings settings, ApiPorts ports) {
        Map<String, Object> properties = new HashMap<>(Map.of(
            "micronaut.application.name", "leveret",
            "micronaut.server.max-request-size", settings.bodyLimit(),
            "micronaut.server.max-request-buffer-size", settings.bodyLimit(), // as much of it in memory: half as much otherwise
            "micronaut.server.cors.localhost-pass-through", true, // whose pages may ask is said by Headers
            "micronaut.netty.event-loops.default.num-threads", EVENT_LOOPS,
            "micronaut.netty.event-loops.default.shutdown-quiet-period", "0s",
            "micronaut.server.netty.parent.shutdown-quiet-period", "0s"));
        listen(properties, "management", ports.api());
        ports.secureApi().ifPresent(secure -> listen(properties, "secure-management", secure.address()));
        ApplicationContext context = ApplicationContext.builder()
            .deduceEnvironment(false).deduceCloudEnvironment(false).banner(false)
            .bootstrapEnvironment(false).environmentPropertySource(false).enableDefaultPropertySources(false)
            .classLoader(ManagementServer.class.getClassLoader())
            .properties(properties)
            .singletons(settings, new MetricsPort(ports.ofMetricsAlone()), new SecurePorts(ports.secured()), new ManagedBroker(broker, node), broker, node, node.log())
            .build();
        try {
            context.start();
            context.getBean(EmbeddedServer.class).start();
            ports.secureMetrics().ifPresent(secure -> context.getBean(MetricsServer.class).start(secure.address()));
            return new ManagementServer(context, ports.metrics().flatMap(own -> complaint(context, own)));
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** Why metrics could not have their own address. */
    private static Optional<String> complaint(ApplicationContext context, InetSocketAddress metrics) {
        try {
            context.getBean(MetricsServer.class).start(metrics);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why there are no metrics where they were to be, if so. */
    public Optional<String> metricsComplaint() {
        return metricsComplaint;
    }

    private static void listen(Map<String, Object> properties, String name, InetSocketAddress address) {
        String listener = "micronaut.server.netty.listeners." + name;
        properties.put(listener + ".host", address.getAddress().getHostAddress());
        properties.put(listener + ".port", address.getPort());
    }

    /** Lets requests that are under way end, as far as that takes no time, answers others with 503, and frees the port. */
    @Override
    public void close() {
        close(LONGEST_STOP);
    }

    void close(Duration longest) {
        Workers.stop(context.getBean(ExecutorService.class, Qualifiers.byName(Workers.NAME)), longest);
        context.close();
    }
}
