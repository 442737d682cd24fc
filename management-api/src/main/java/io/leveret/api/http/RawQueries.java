package io.leveret.api.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;

/**
 * Has queries pass that are written as people write them for curl, {@code name=^order|^shop&use_regex=true}: RabbitMQ takes them, and
 * Micronaut would refuse whatever is no URI to the letter.
 */
@Singleton
final class RawQueries implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private static final String REFUSED = "\"<>\\^`{|}";

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        watch(event.getBean());
        return event.getBean();
    }

    void watch(NettyServerCustomizer.Registry server) {
        server.register(new Customizer(null));
    }

    /** What a URI may not have behind its question mark is put as it should be. Characters are bytes here, as they came. */
    static String encoded(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) return uri;
        StringBuilder encoded = null;
        for (int at = query + 1; at < uri.length(); at++) {
            char each = uri.charAt(at);
            boolean isRefused = each >= 0x7f || REFUSED.indexOf(each) >= 0;
            if (isRefused && encoded == null) encoded = new StringBuilder(uri.length() + 8).append(uri, 0, at);
            if (isRefused) encoded.append(String.format("%%%02X", (int) each));
            else if (encoded != null) encoded.append(each);
        }
        return encoded == null ? uri : encoded.toString();
    }

    private record Customizer(Channel channel) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel accepted, ChannelRole role) {
            return new Customizer(accepted);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) == null) return;
            channel.pipeline().addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "raw-queries", new Encoding());
        }
    }

    private static final class Encoding extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                String uri = encoded(request.uri());
                if (!uri.equals(request.uri())) request.setUri(uri);
            }
            context.fireChannelRead(message);
        }
    }
}
