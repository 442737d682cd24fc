package io.leveret.api;

import io.leveret.api.http.HttpSettings;
import io.leveret.engine.Broker;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetSocketAddress;
import java.util.Map;

/** The HTTP API of one broker: Micronaut with nothing of its surroundings. It reads no environment, no files and no arguments. */
public final class ManagementServer implements AutoCloseable {

    /** Sockets are served by few threads; what requests ask for is done on others. */
    private static final int EVENT_LOOPS = 1;

    private final ApplicationContext context;

    private ManagementServer(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Returns when requests are answered.
     *
     * @throws RuntimeException when the address cannot be had, or for whatever else keeps the server from starting
     */
    public static ManagementServer start(Broker broker, Node node, HttpSettings settings, InetSocketAddress address) {
        ApplicationContext context = ApplicationContext.builder()
            .deduceEnvironment(false).deduceCloudEnvironment(false).banner(false)
            .bootstrapEnvironment(false).environmentPropertySource(false).enableDefaultPropertySources(false)
            .classLoader(ManagementServer.class.getClassLoader())
            .properties(Map.of(
                "micronaut.application.name", "leveret",
                "micronaut.server.host", address.getAddress().getHostAddress(),
                "micronaut.server.port", address.getPort(),
                "micronaut.server.max-request-size", settings.bodyLimit(),
                "micronaut.server.cors.localhost-pass-through", true, // whose pages may ask is said by Headers
                "micronaut.netty.event-loops.default.num-threads", EVENT_LOOPS,
                "micronaut.netty.event-loops.default.shutdown-quiet-period", "0s"))
            .singletons(settings, new ManagedBroker(broker, node), broker)
            .build();
        try {
            context.start();
            context.getBean(EmbeddedServer.class).start();
            return new ManagementServer(context);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** Lets requests that are under way end, and frees the port. */
    @Override
    public void close() {
        context.close();
    }
}
