package io.leveret.api.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections to the API: so many, of which one that nobody uses makes room for the next. */
@Singleton
final class HttpConnections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    /** Of the file descriptors most are for those who publish and consume. */
    static final int MOST = 2_000;

    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final SecurePorts secure;

    HttpConnections(SecurePorts secure) {
        this.secure = secure;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        watch(event.getBean());
        return event.getBean();
    }

    void watch(NettyServerCustomizer.Registry server) {
        server.register(new Watching(null));
    }

    /** Has connections looked after as they come. */
    private final class Watching implements NettyServerCustomizer {
        private final Channel channel;

        Watching(Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel own, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Watching(own) : this;
        }

        @Override
        public void onInitialPipelineBuilt() {
            if (channel != null) secure.secure(channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            HttpServerCodec codec = pipeline.get(HttpServerCodec.class);
            if (codec == null || pipeline.get(HttpConnection.class) != null) return;
            HttpConnection connection = new HttpConnection();
            String name = pipeline.context(codec).name();
            pipeline.addBefore(name, "leveret-bytes", connection.bytes());
            pipeline.addAfter(name, "leveret-requests", connection);
            add(connection);
            channel.closeFuture().addListener(closed -> open.remove(connection));
        }
    }

    private void add(HttpConnection connection) {
        open.add(connection);
        if (open.size() <= MOST) return;
        open.stream().filter(HttpConnection::isIdle).min(Comparator.comparingLong(HttpConnection::usedAt)).orElse(connection).close();
    }
}
