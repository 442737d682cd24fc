package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ConnectionMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to whatever goes wrong with a connection, and how it is closed: by us, by the client, or for want of memory. Lives
 * on the connection's loop; memory may run short on any thread.
 */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final AmqpConnection connection;
    private final ClientSocket socket;
    private final ConnectionPhase phase;
    private final Farewell farewell;
    private boolean closeAnswered;

    Ending(AmqpConnection connection, ClientSocket socket, ConnectionPhase phase, Farewell farewell) {
        this.connection = connection;
        this.socket = socket;
        this.phase = phase;
        this.farewell = farewell;
    }

    /**
     * Refuses the client after a while; it has had its time to open the connection.
     *
     * @param whenDone run then, also if the client has gone meanwhile
     */
    void refuseLater(AmqpException error, long delayMillis, Runnable whenDone) {
        farewell.keep();
        farewell.because(error.replyText());
        connection.loop().schedule(() -> {
            whenDone.run();
            refuse(error);
        }, delayMillis);
    }

    /** Unless it has gone meanwhile: with a close if it understands why, else without a word. */
    private void refuse(AmqpException error) {
        if (!phase.isOpening()) return;
        connection.burst().noteWork();
        if (connection.client().wantsLoginRefusal()) {
            startClosing(error, 0, 0);
        } else {
            phase.closed();
            farewell.now(error.replyText());
        }
    }

    /**
     * Answers what went wrong with a close: of the channel or of the connection, as the code says. The only place that
     * does.
     *
     * @param channel null for what is no channel's fault
     */
    void answer(RuntimeException failure, AmqpChannel channel, int classId, int methodId) {
        AmqpException error = asAnswer(failure, classId, methodId);
        if (phase.isRunning() && channel != null && !error.code().closesConnection()) {
            log.warn("{}, channel {} closed: {}", connection, channel.number(), SettingBehind.named(LogText.of(error.replyText())));
            channel.close(error, classId, methodId);
        } else if (phase.isOpening() || phase.isRunning()) {
            if (error.code() == ReplyCode.CONNECTION_FORCED) farewell.because(error.replyText());
            else farewell.becauseOfClient(SettingBehind.named(error.replyText()));
            startClosing(error, classId, methodId);
        }
    }

    private AmqpException asAnswer(RuntimeException failure, int classId, int methodId) {
        if (failure instanceof AmqpException error) return error;
        log.error("{} failed on method {}.{}", connection, classId, methodId, failure);
        return new AmqpException(ReplyCode.INTERNAL_ERROR, "see the broker's log");
    }

    private void startClosing(AmqpException error, int classId, int methodId) {
        connection.endSession(() -> {
            connection.send(new ConnectionMethod.Close(error.code().code(), error.replyText(), classId, methodId));
            farewell.waitForClient();
        });
        phase.closing();
        connection.gate().openForGood();
    }

    void closedByClient(ConnectionMethod.Close close) {
        if (closeAnswered) return; // who goes on asking and does not read would fill the memory
        closeAnswered = true;
        boolean first = !phase.isClosing(); // else it has yet to answer our own close
        if (first) farewell.closedByClient(close.replyCode(), close.replyText());
        connection.endSession(() -> {
            connection.send(new ConnectionMethod.CloseOk());
            if (first) farewell.waitForClient();
        });
        if (!first) return;
        phase.closed();
        connection.gate().openForGood();
    }

    /** The client has answered our close. */
    void onCloseOk() {
        socket.close();
    }

    /** Somebody wants it to go, with 320 CONNECTION_FORCED. */
    void force(String reason) {
        if (phase.isGreeting()) socket.close();
        else answer(new AmqpException(ReplyCode.CONNECTION_FORCED, reason), null, 0, 0);
        connection.burst().noteWork();
    }

    void holdsTooMuch() {
        connection.loop().execute(() -> {
            answer(new AmqpException(ReplyCode.RESOURCE_ERROR, "unfinished messages, transactions and direct replies take"
                    + " up too much memory, and most of it is this connection's"), null, 0, 0);
            connection.burst().noteWork();
        });
    }

    void readsTooLittle() {
        connection.loop().execute(() -> farewell.now("too much waits for clients to read it, and most of it for this one"));
    }
}
