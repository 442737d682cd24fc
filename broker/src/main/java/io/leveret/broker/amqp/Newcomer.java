package io.leveret.broker.amqp;

import io.leveret.codec.ProtocolHeader;
import io.leveret.engine.view.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/** A connection whose client is not in yet: it is greeted, and has so much time and may say so much until it has logged in. Lives on the connection's loop. */
final class Newcomer {

    private final ClientSocket socket;
    private final ConnectionPhase phase;
    private final Handshake handshake;
    private final Farewell farewell;
    private final Strangers strangers;
    private final Set<ClientConnection> newcomers;

    /** @param newcomers all whose connections are not open, for whoever looks from outside */
    Newcomer(ClientSocket socket, ConnectionPhase phase, Handshake handshake, Farewell farewell, Strangers strangers,
             Set<ClientConnection> newcomers) {
        this.socket = socket;
        this.phase = phase;
        this.handshake = handshake;
        this.farewell = farewell;
        this.strangers = strangers;
        this.newcomers = newcomers;
    }

    void arrived(AmqpConnection connection, long millisToOpen) {
        newcomers.add(connection);
        farewell.within(millisToOpen, "no connection.open in time (amqp.handshake-timeout)");
    }

    void greeted(ProtocolHeader header) {
        if (header == ProtocolHeader.AMQP_0_9_1) {
            phase.opening();
            handshake.start();
        } else {
            phase.closed();
            farewell.becauseOfClient("the client speaks " + header.description() + ", not AMQP 0-9-1");
            ByteBuf ours = Unpooled.buffer(ProtocolHeader.LENGTH);
            ProtocolHeader.write(ours);
            socket.finish(ours);
        }
    }

    /** Whether the client has logged in. */
    boolean isKnown() {
        return !handshake.userName().isEmpty();
    }

    void becameKnown() {
        socket.leave(strangers);
    }

    /** For somebody who may have more to say. */
    void makesRoom() {
        farewell.because("it has not logged in, and others want to");
    }

    /** Nobody needs so much to log in. */
    void saysTooMuch() {
        phase.closed();
        farewell.becauseOfClient("it said too much before it had logged in");
        socket.close();
    }

    /** The connection is open, and nobody's who has to be let in. */
    void isIn(AmqpConnection connection) {
        newcomers.remove(connection);
        farewell.keep();
    }

    /** The socket is closed. */
    void gone(AmqpConnection connection) {
        newcomers.remove(connection);
        handshake.end();
    }

    /** To be told of what clients do that have not logged in. */
    StrangersLog log() {
        return strangers.log();
    }
}
