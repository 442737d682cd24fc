package io.leveret.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sends too slowly, or what is no HTTP, is cut off. */
class HttpConnectionTest {

    private final HttpConnection connection = new HttpConnection();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        channel.pipeline().addLast(connection.bytes(), new HttpServerCodec(), connection);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void headersMustComeSoon() {
        send("GET / HT");
        for (int i = 0; i < 4; i++) {
            pass(2);
            send("x");
        }
        assertThat(channel.isOpen()).isTrue();
        pass(4);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void betweenRequestsThereIsTime() {
        pass(100);
        send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
        answer();
        pass(100);
        assertThat(channel.isOpen()).isTrue();
        assertThat(connection.isIdle()).isTrue();
    }

    @Test
    void bodiesMustComeAtSomeSpeed() {
        send("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            pass(5);
            send("x".repeat(60_000 / 12));
        }
        assertThat(channel.isOpen()).as("some 5 KB a second").isFalse();
    }

    @Test
    void aSlowConnectionMayTakeItsTime() {
        send("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 4000000\r\n\r\n");
        for (int i = 0; i < 40; i++) {
            pass(5);
            send("x".repeat(100_000));
        }
        assertThat(channel.isOpen()).isTrue();
        answer();
        assertThat(connection.isIdle()).isTrue();
    }

    @Test
    void whatIsNoHttpWithinABodyIsNotTakenForItsEnd() {
        send("PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
        send("zz\r\n{}\r\n0\r\n\r\n");
        assertThat(received()).hasSize(1);
        assertThat(sent()).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("{\"error\":\"bad_request\"");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aRequestIsForOneHost() {
        for (String hosts : List.of("", "host: a\r\nhost: b\r\n")) {
            send("GET / HTTP/1.1\r\n" + hosts + "\r\n");
            assertThat(received().get(0).decoderResult().isFailure()).as(hosts).isTrue();
            answer();
        }
        send("GET / HTTP/1.0\r\n\r\n");
        assertThat(received().get(0).decoderResult().isSuccess()).isTrue();
    }

    @Test
    void nobodySendsAnyNumberOfRequestsWithoutWaitingForAnswers() {
        send("GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100));
        assertThat(channel.isOpen()).isTrue();
        assertThat(received().stream().filter(HttpRequest.class::isInstance)).hasSize(100);
        send("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(received()).isEmpty();
    }

    private void send(String bytes) {
        if (channel.isOpen()) channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    }

    private List<HttpObject> received() {
        List<HttpObject> received = new ArrayList<>();
        for (HttpObject each = channel.readInbound(); each != null; each = channel.readInbound()) {
            received.add(each);
        }
        return received;
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
    }

    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) sent.append(each.toString(US_ASCII));
        return sent.toString();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
