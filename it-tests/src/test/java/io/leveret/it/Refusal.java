package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownNotifier;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/**
 * How the broker refused something: the close frame that it sent.
 *
 * <pre>{@code
 * Refusal.ofChannel(channel, () -> channel.queueDeclarePassive("x"))
 *         .is(404, "NOT_FOUND - no queue 'x' in vhost '/'", QUEUE_DECLARE);
 * }</pre>
 */
public record Refusal(int code, String text, int classId, int methodId) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Does what must cost the channel, and waits until the broker has closed it; the connection stays open. */
    public static Refusal ofChannel(Channel channel, Executable action) {
        ShutdownSignalException signal = signalAfter(action, channel);
        assertThat(signal.isHardError()).as("closes the connection: %s", signal).isFalse();
        assertThat(channel.getConnection().isOpen()).as("connection stays open").isTrue();
        assertThat(signal.getReason()).isInstanceOf(AMQP.Channel.Close.class);
        AMQP.Channel.Close close = (AMQP.Channel.Close) signal.getReason();
        return new Refusal(close.getReplyCode(), close.getReplyText(), close.getClassId(), close.getMethodId());
    }

    /** Does what must cost the connection, and waits until the broker has closed it. */
    public static Refusal ofConnection(Connection connection, Executable action) {
        ShutdownSignalException signal = signalAfter(action, connection);
        assertThat(signal.isHardError()).as("closes the connection: %s", signal).isTrue();
        return of(signal);
    }

    /** The connection.close behind a signal, say one that opening a connection threw. */
    public static Refusal of(ShutdownSignalException signal) {
        assertThat(signal.getReason()).as("%s", signal).isInstanceOf(AMQP.Connection.Close.class);
        AMQP.Connection.Close close = (AMQP.Connection.Close) signal.getReason();
        return new Refusal(close.getReplyCode(), close.getReplyText(), close.getClassId(), close.getMethodId());
    }

    /** Code, whole text and the method to blame are as expected. */
    public void is(int expectedCode, String expectedText, MethodId blamed) {
        assertThat(this).isEqualTo(new Refusal(expectedCode, expectedText, blamed.classId(), blamed.number()));
    }

    /** Code and whole text are as expected; brokers may blame whom they like. */
    public void says(int expectedCode, String expectedText) {
        assertThat(code + " " + text).isEqualTo(expectedCode + " " + expectedText);
    }

    private static ShutdownSignalException signalAfter(Executable action, ShutdownNotifier closing) {
        try {
            action.execute();
        } catch (IOException | ShutdownSignalException expected) {
            // the close reason below tells more
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(closing::getCloseReason, reason -> reason != null);
    }
}
