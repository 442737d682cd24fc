package io.leveret.api.http;

import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.runtime.ApplicationConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The port where there are metrics and nothing else. It is a server of its own beside the API's: of one server with two
 * listeners the first may go on listening when the second has found its port taken, and nothing can be started in its place.
 */
@Singleton
public final class MetricsServer {

    private static final boolean PLAIN = false;

    private final NettyEmbeddedServerFactory servers;
    private final ApplicationConfiguration application;
    private final NettyHttpServerConfiguration api;
    private final HttpConnections connections;
    private final RawQueries queries;
    private final List<NettyEmbeddedServer> running = new ArrayList<>();

    MetricsServer(NettyEmbeddedServerFactory servers, ApplicationConfiguration application, NettyHttpServerConfiguration api,
                  HttpConnections connections, RawQueries queries) {
        this.servers = servers;
        this.application = application;
        this.api = api;
        this.connections = connections;
        this.queries = queries;
    }

    /**
     * To be called once the API is there; again for another address.
     *
     * @throws RuntimeException when the address cannot be had; the API goes on without
     */
    public void start(InetSocketAddress address) {
        NettyHttpServerConfiguration configuration = new NettyHttpServerConfiguration(application);
        NettyListenerConfiguration listener = NettyListenerConfiguration.createTcp(address.getAddress().getHostAddress(), address.getPort(),
                PLAIN, null, null);
        configuration.setListeners(List.of(listener));
        configuration.setParent(api.getParent());
        NettyEmbeddedServer started = servers.build(configuration);
        connections.watch(started);
        queries.watch(started);
        started.start();
        running.add(started);
    }

    @PreDestroy
    void stop() {
        running.forEach(NettyEmbeddedServer::stopServerOnly);
    }
}
