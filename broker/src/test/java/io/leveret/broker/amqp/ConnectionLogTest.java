package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator finds in the log about connections. */
class ConnectionLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.leveret.broker.amqp");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final TestClient client = new TestClient();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null); // as it was: that of the loggers above
        client.close();
    }

    @Test
    void errorsOfClientsAreWarnings() {
        client.open().openChannel(1);
        client.send(1, declare());
        client.send(2, declare());
        client.send(0, new ConnectionMethod.CloseOk());
        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(0)).endsWith(", channel 1 closed: NOT_FOUND - no queue 'missing' in vhost '/'");
        assertThat(warnings().get(1)).endsWith(" closed: CHANNEL_ERROR - expected 'channel.open'");
    }

    @Test
    void openingAndClosingAreNoWarnings() {
        client.open().send(0, new ConnectionMethod.Close(200, "200", 0, 0)).close();
        assertThat(appender.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
        assertThat(last()).endsWith(" closed: by the client, with 200");
    }

    @Test
    void anotherProtocolIsSaidInWords() {
        client.sendBytes(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
        client.close();
        assertThat(warnings()).singleElement().asString().endsWith(" closed: the client speaks HTTP, not AMQP 0-9-1");
    }

    @Test
    void aRefusedLoginHasItsReason() {
        client.greet().logIn("guest", "nope");
        assertThat(last()).endsWith(": login of user 'guest' refused: wrong password");
    }

    private static QueueMethod declare() {
        return new QueueMethod.Declare("missing", true, false, false, false, false, FieldTable.EMPTY);
    }

    private String last() {
        return appender.list.get(appender.list.size() - 1).getFormattedMessage();
    }

    private List<String> warnings() {
        return appender.list.stream().filter(event -> event.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
    }
}
