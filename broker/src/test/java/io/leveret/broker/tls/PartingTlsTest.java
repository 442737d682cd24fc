package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartingTlsTest {

    private SslHandler handler;
    private EmbeddedChannel socket;

    @BeforeEach
    void accept() throws Exception {
        X509Bundle certificate = new CertificateBuilder().ecp256().subject("CN=here").setIsCertificateAuthority(true).buildSelfSigned();
        SslContext context = SslContextBuilder.forServer(certificate.toKeyManagerFactory()).sslProvider(SslProvider.JDK).build();
        handler = PartingTls.handler(context, ByteBufAllocator.DEFAULT, Runnable::run);
        socket = new EmbeddedChannel(handler);
    }

    @Test
    void whatGoesWrongWhenTheClientHasLeftIsNobodysTrouble() throws Exception {
        ChannelHandlerContext context = socket.pipeline().context(handler);
        socket.close();
        socket.runPendingTasks();
        assertThat(context.isRemoved()).isTrue();
        assertThatCode(socket::checkException).doesNotThrowAnyException();
        handler.exceptionCaught(context, new SSLHandshakeException("no cipher suites in common"));
        assertThatCode(socket::checkException).doesNotThrowAnyException();
    }

    @Test
    void whatGoesWrongBeforeIsToldToWhoStandsBehind() throws Exception {
        handler.exceptionCaught(socket.pipeline().context(handler), new SSLHandshakeException("no cipher suites in common"));
        assertThatThrownBy(socket::checkException).hasMessage("no cipher suites in common");
        socket.close();
    }
}
