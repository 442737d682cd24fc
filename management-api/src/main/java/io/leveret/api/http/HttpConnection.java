package io.leveret.api.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks after one connection: whoever sends too slowly, too much at once, or what is no HTTP is cut off before anything is done for
 * it. Stands behind the codec, and with {@link #bytes} before it. Lives on the connection's event loop.
 */
final class HttpConnection extends ChannelDuplexHandler {

    /** For a request's line and headers, from their first byte on. */
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** For its body, and besides a second for so many bytes. */
    private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BYTES_PER_SECOND = 10 << 10;

    /** Requests that wait for their answers. */
    private static final int MOST_AT_ONCE = 100;
    private static final int CHECK_SECONDS = 2;

    private enum Waiting { FOR_REQUEST, FOR_HEAD, FOR_BODY }

    private ChannelHandlerContext context;
    private Future<?> checking;
    private Waiting waiting = Waiting.FOR_REQUEST;
    private long since;
    private long bodyBytes;
    private boolean isRefused;
    private volatile int unanswered;
    private volatile long usedAt;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        usedAt = now();
        checking = ctx.executor().scheduleAtFixedRate(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        checking.cancel(false);
    }

    /** Whether it waits for nothing. Callable from any thread, as the next two. */
    boolean isIdle() {
        return unanswered == 0;
    }

    /** When something came or went last, in nanoseconds. */
    long usedAt() {
        return usedAt;
    }

    void close() {
        context.close();
    }

    /** What stands before the codec: it sees that a request begins. */
    ChannelInboundHandlerAdapter bytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                usedAt = now();
                if (waiting == Waiting.FOR_REQUEST) await(Waiting.FOR_HEAD);
                ctx.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isRefused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) begin(request);
        else if (message instanceof HttpObject part && part.decoderResult().isFailure()) isRefused = true;
        if (unanswered > MOST_AT_ONCE) isRefused = true;
        if (isRefused) {
            ReferenceCountUtil.release(message);
            refuse(ctx);
            return;
        }
        if (message instanceof HttpContent content) bodyBytes += content.content().readableBytes();
        if (message instanceof LastHttpContent) await(Waiting.FOR_REQUEST);
        ctx.fireChannelRead(message);
    }

    private void begin(HttpRequest request) {
        unanswered++;
        await(Waiting.FOR_BODY);
        boolean isAmbiguous = request.headers().getAll(HttpHeaderNames.HOST).size() != 1 && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (isAmbiguous && request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("there must be one host")));
        }
    }

    /** Where others wait for their answers, one in between would be taken for theirs. */
    private void refuse(ChannelHandlerContext ctx) {
        if (unanswered != 1) {
            ctx.close();
            return;
        }
        byte[] body = ErrorBodies.error("bad_request", "Bad Request");
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(body));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON).set(HttpHeaderNames.CONTENT_LENGTH, body.length)
            .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        usedAt = now();
        boolean isInterim = message instanceof HttpResponse answer && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !isInterim) unanswered--;
        ctx.write(message, promise);
    }

    private void await(Waiting next) {
        waiting = next;
        since = now();
        bodyBytes = 0;
    }

    private void check() {
        long nanos = now() - since;
        boolean isLate = switch (waiting) {
            case FOR_REQUEST -> false;
            case FOR_HEAD -> unanswered == 0 && nanos > HEAD_NANOS;
            case FOR_BODY -> nanos > BODY_NANOS + bodyBytes * (TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND);
        };
        if (isLate) context.close();
    }

    private long now() {
        return context.executor().ticker().nanoTime();
    }
}
